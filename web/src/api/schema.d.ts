// Generated from api/openapi.yaml by `npm run types`. Do not edit.

export interface paths {
    "/api/v1/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this centre is; the only thing told before signing in. */
        get: operations["about"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, with rights and CSRF token. */
        get: operations["current_session"];
        put?: never;
        /**
         * Sign in with name and password.
         * @description Limited by rate per source and name, never by locking the account: `too_many_attempts` (429)
         *     says in `Retry-After` when to try again.
         */
        post: operations["sign_in"];
        /** Sign out; the live feed of this session closes with 4401. */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calls in the archive, newest first. */
        get: operations["list_calls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Calls in the archive by number, newest first.
         * @description The same as `list_calls` with the beginning of a number, which must not stand in a URL.
         *     Needs the right `search_number`; the search is recorded in the audit log.
         */
        post: operations["search_calls"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One call with its SIP ladder, reasons, alerts and teardown.
         * @description A call that is going on is answered from the live view, before the archive has it.
         */
        get: operations["get_call"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End both legs of a call that is going on.
         * @description Needs the right `drop_call`. The answer says that the centre has begun; how far it has come is
         *     `teardown` of the call. The same key for the same call and cause gets the same answer again.
         *     An emergency call is never dropped (409, `emergency_call`).
         */
        post: operations["drop_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End both legs of many calls, a whole campaign, by one order.
         * @description Needs the right `drop_call`. Calls that are not live, not known or emergency calls are left alone
         *     and say so in `items`; the others end as with `drop` of one call. How far each leg has come is at
         *     `/api/v1/drops/{drop}`. The same key for the same calls and cause gets the same answer again, also
         *     after a restart of the centre; a key is remembered for a day.
         */
        post: operations["drop_calls"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drops/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of an order to drop, leg by leg. */
        get: operations["get_drop"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/open-number": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Both numbers of a call in full; recorded with its purpose. */
        post: operations["open_number"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest alerts. */
        get: operations["list_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The live feed (WebSocket); see live-feed.md. */
        get: operations["live_feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures of every trunk since the process started. */
        get: operations["list_trunks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the centre is, with everything that needs attention as a flag. */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Messages that were turned away at the door, the newest of each kind, and strangers.
         * @description Needs the right `inspect_messages`. Numbers of six digits and more are masked and cannot be
         *     opened; of each message its first 512 bytes are kept, in memory alone.
         */
        get: operations["list_rejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each detector is called and says, in every language. */
        get: operations["list_detectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/legal-bases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The catalogue of legal bases in force. */
        get: operations["list_legal_bases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders, newest first. */
        get: operations["list_orders"];
        put?: never;
        /** A new draft, with what it would have hit in the last seven days. */
        post: operations["draft_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Orders by part of their target; recorded. */
        post: operations["search_orders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/blast-radius": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an order would have hit in the last seven days. */
        post: operations["order_blast_radius"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One order. */
        get: operations["get_order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/open-number": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The target in full; recorded with its purpose. */
        post: operations["open_order_target"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The proposer gives the draft to an approver. */
        post: operations["submit_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/retract": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The proposer takes it back. */
        post: operations["retract_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/enact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A measure at once, which lapses unless it is ratified in time. */
        post: operations["enact_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Not by its proposer; comes into force within a second. */
        post: operations["approve_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/ratify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An emergency measure stays in force until its end. */
        post: operations["ratify_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Not by its proposer. */
        post: operations["refuse_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It goes out of force within a second. */
        post: operations["lift_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appeals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open appeals, the most urgent first, then those decided last. */
        get: operations["list_appeals"];
        put?: never;
        /** Anybody whose call was refused; a case number comes back, whatever was found. */
        post: operations["file_appeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appeals/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How a case stands, for whoever has its number. */
        post: operations["appeal_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appeals/{id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Granted, the order is lifted within a second. */
        post: operations["decide_appeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ten refused calls of the last day that nobody has judged, drawn by chance; recorded. */
        get: operations["review_sample"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether refusing this call was right. The first word about a call counts. */
        post: operations["review_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/law-day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for a prosecutor, what ends soon, what orders did in a day. */
        get: operations["law_day"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that a caller was a scammer, or that it was not.
         * @description Takes effect at once: the next call is judged with it. A person at the desk reports as
         *     `operator`; an API client (`qorgan client add NAME --reports SOURCE`, no CSRF token) as what its
         *     configuration says: citizen, police, bank or honeypot. A number of which the centre knows no
         *     call at that time is taken all the same and answered with `call_known: false`; a `call_id` it
         *     does not know is 404. Each source has a rate (429) and in the engine a cap, so that one who
         *     floods moves nothing beyond it.
         */
        post: operations["report_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest audit entries of the person who asks. */
        get: operations["own_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the desk stands, and the limits of its clocks. */
        get: operations["get_desk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/closed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Closed cases, those closed last first. */
        get: operations["closed_cases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/shift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is on shift, with consoles that are mute, hidden or frozen; the day so far; handovers. */
        get: operations["get_shift"];
        put?: never;
        /**
         * Start one's shift (or come back from a break), take a break, end it.
         * @description Cases held by who ends the shift go back to the queue.
         */
        post: operations["change_shift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/quiet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody has heard the alarm; it is silent everywhere until something newer is urgent. */
        post: operations["quiet_alarm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/handovers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand the desk over. Open cases are added by the centre. */
        post: operations["offer_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/handovers/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The next lead accepts; never the one who gave it. */
        post: operations["accept_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody on the telephone reports a scam; it becomes a case. */
        post: operations["report_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A case with its calls, its history, what else is going on and what was before. */
        get: operations["get_case"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a case.
         * @description A claim is a lease, prolonged by work on the case. What somebody else holds is taken over only
         *     with a reason (else 409, `case_held`). Of two claims at the same moment one wins.
         */
        post: operations["claim_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a case back to the queue. */
        post: operations["release_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases/{id}/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that the holder is at work on the case; prolongs the lease.
         * @description Sent by the page after keys and movements of a person, never by an open page alone. Leaves no
         *     history.
         */
        post: operations["work_on_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases/{id}/shelve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a case aside until a moment, with a reason.
         * @description Nothing urgent is put off (409, `case_urgent`).
         */
        post: operations["shelve_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases/{id}/unshelve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a case off the shelf. */
        post: operations["unshelve_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases/{id}/note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a note. */
        post: operations["note_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases/{id}/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End every call of the case that is going on.
         * @description Answers like `/api/v1/calls/drop`; progress is at `/api/v1/drops/{drop}`.
         */
        post: operations["drop_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases/{id}/outcome": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record what came of the case, and close it.
         * @description Only its holder may. `amount` (whole tenge) and `bank` are needed with `paid`.
         */
        post: operations["close_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo a closing of the last ten minutes. */
        post: operations["reopen_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases/{id}/escalate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call for the duty prosecutor.
         * @description The clock of the acknowledgement runs from here.
         */
        post: operations["escalate_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The duty prosecutor has seen the escalation. */
        post: operations["acknowledge_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/cases/{id}/open-number": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** See both numbers in full; recorded with the purpose. */
        post: operations["open_case_number"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What everybody did, newest first. The reading is an entry too. */
        post: operations["search_audit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest signed state of the log, and the proof that it extends an older one.
         * @description RFC 6962 hashes; the note is a checkpoint in the C2SP signed-note format. The proof is that of
         *     RFC 9162, section 2.1.4, from the first `from` entries to the `size` of the note; the reader
         *     checks it. It is empty when the log is shorter than `from`.
         */
        get: operations["audit_proof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The policy in force. */
        get: operations["get_policy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy/reload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read policy, lists and configuration again and put them in force, whole or not at all. */
        post: operations["reload_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/whatif": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The trial that runs, or the last one with what it found. */
        get: operations["get_whatif"];
        put?: never;
        /**
         * Try another policy or model on the last days of the journal.
         * @description One at a time, on a thread of low priority; 503 while another one runs.
         */
        post: operations["start_whatif"];
        /** Give up the trial that runs. */
        delete: operations["stop_whatif"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The model in force, its challenger, and how often they differ. */
        get: operations["get_model"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/screen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What to do with a call the switch has.
         * @description An emergency callee is answered `pass` at once, whatever else is wrong with the question and
         *     however often the client has asked. Asking again with the same `call_id`, numbers and trunk
         *     within the retry window (60 s unless configured) gets the same decision and makes no second
         *     record, also after a restart of the centre. When the centre cannot decide in time, or cannot
         *     record a refusal, the answer is `pass` with `open` saying why.
         */
        post: operations["ask_about_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/screen/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What became of a call that was asked about.
         * @description Ringing, answer and end in this order; a step that is known already changes nothing, so it may
         *     be told again. Without any of them a call is taken as ended after 180 s (unless configured),
         *     an answered one after `sip.max_call_duration_ms`. Of an emergency call, which has no id,
         *     nothing can be told. After a restart of the centre earlier calls are over (409).
         */
        post: operations["tell_about_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prometheus text exposition. */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process lives. */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The centre records what it decides. */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        problem: {
            /** @description `urn:qorgan:problem:` and the code. */
            type: string;
            title: string;
            status: number;
            code: components["schemas"]["problem_code"];
            detail?: string;
            right?: components["schemas"]["right"];
            /** @description Every mistake of a policy file, or every wrong field of a body. */
            errors?: components["schemas"]["file_error"][];
        };
        /** @enum {string} */
        problem_code: "bad_request" | "bad_parameter" | "bad_json" | "idempotency_key_required" | "not_signed_in" | "wrong_credentials" | "bad_token" | "forbidden" | "bad_csrf_token" | "bad_origin" | "trunk_not_allowed" | "own_proposal" | "not_the_proposer" | "basis_not_for_role" | "not_found" | "method_not_allowed" | "request_timeout" | "call_not_live" | "emergency_call" | "case_closed" | "case_held" | "case_not_held" | "case_urgent" | "not_on_shift" | "own_handover" | "case_changed" | "appeal_decided" | "order_state" | "too_many_orders" | "body_too_large" | "unsupported_media_type" | "invalid_body" | "idempotency_key_reused" | "order_unlawful" | "policy_invalid" | "upgrade_required" | "too_many_attempts" | "rate_limited" | "headers_too_large" | "internal_error" | "store_unavailable" | "busy";
        file_error: {
            file?: string;
            line?: number;
            field?: string;
            message: string;
        };
        screening_question: {
            /** @description One the client is bound to. */
            trunk: string;
            /** @description As signalled; absent when withheld. */
            caller?: string;
            /** @description As signalled. */
            callee: string;
            /** @description The switch's own name of the call. */
            call_id?: string;
            /** @description Where the call comes from, `192.0.2.1:5060`. */
            source?: string;
            /** @description Where its media comes from. */
            media?: string;
            user_agent?: string;
            /** @description Any text that is the same for calls of the same equipment and differs otherwise. */
            fingerprint?: string;
            /** @enum {string} */
            attestation?: "unknown" | "none" | "A" | "B" | "C" | "failed";
        };
        screening_answer: {
            /** @description Absent when nothing was decided and for emergency calls. */
            id?: components["schemas"]["call_id"];
            verdict: components["schemas"]["verdict"];
            would: components["schemas"]["verdict"];
            /**
             * @description Of the trunk.
             * @enum {string}
             */
            mode?: "shadow" | "enforce";
            emergency: boolean;
            /** @description The call passes and was not looked at. */
            unscreened: boolean;
            /**
             * @description Why a call passes for want of the centre: the record of its refusal was not durable in
             *     time, or the call path came to it too late, did not answer in time, or has too much to do.
             * @enum {string}
             */
            open?: "no_record" | "late" | "no_answer" | "queue_full";
            /** @description Asked before. */
            repeated?: boolean;
            score: number;
            rule?: string;
            reasons: {
                detector?: string;
                /** @description Log-odds it adds. */
                weight: number;
                observed: number;
                threshold: number;
                /** @description The reason in words. */
                text?: string;
            }[];
            /** @description With verdict `block`, how to refuse. */
            refusal?: {
                sip: number;
                /** @description Cause of ITU-T Q.850 (mapping of RFC 3398). */
                q850: number;
            };
            /** @description With verdict `label`, what to show the callee. */
            label?: string;
            /** @description With verdict `divert`, a SIP URI. */
            divert?: string;
        };
        call_event: {
            /** @description As in the question. */
            trunk: string;
            /** @enum {string} */
            event: "ringing" | "answered" | "ended";
            /** @description SIP status of the end. */
            code?: number;
            /** @enum {string} */
            by?: "unknown" | "caller" | "callee" | "network";
        };
        /** @description Either `call_id`, or `caller` with `at`. */
        report: {
            /** @enum {string} */
            label: "fraud" | "legit";
            call_id?: components["schemas"]["call_id"];
            /** @description E.164, with or without plus. */
            caller?: string;
            /** @description Who was called, when it is known: tells citizens apart. */
            callee?: string;
            /**
             * Format: date-time
             * @description When the number called; half an hour off is good enough.
             */
            at?: string;
            /**
             * @description If given, it must be the reporter’s own.
             * @enum {string}
             */
            source?: "citizen" | "police" | "bank" | "honeypot" | "operator";
            /** @description For the audit. */
            note?: string;
        };
        report_taken: {
            /** @enum {string} */
            label: "fraud" | "legit";
            /** @enum {string} */
            source: "citizen" | "police" | "bank" | "honeypot" | "operator";
            call_known: boolean;
            call?: components["schemas"]["call_id"];
            /** @description False: the call hid its number, so nothing can be learnt from it. */
            counts: boolean;
        };
        whatif_request: {
            /** @description YAML; without it the policy in force. Lists are those in force. */
            policy?: string;
            /**
             * @default in_force
             * @enum {string}
             */
            model?: "in_force" | "challenger";
            /** @default 7 */
            days?: number;
        };
        whatif: {
            /** @enum {string} */
            state: "none" | "running" | "done" | "failed" | "stopped";
            progress: number;
            /** Format: date-time */
            started_at?: string;
            actor?: string;
            days?: number;
            /** @enum {string} */
            policy?: "in_force" | "text";
            /** @enum {string} */
            model?: "in_force" | "challenger";
            found?: components["schemas"]["whatif_found"];
            trouble?: string;
        };
        whatif_found: {
            /** Format: date-time */
            from?: string;
            /** Format: date-time */
            to?: string;
            /** @description Compared. */
            calls: number;
            newly_refused: number;
            newly_refused_callers: number;
            /** @description Newly refused calls of callers on the list `trusted`. */
            honest_hit: number;
            honest_callers_hit: number;
            /** @description Newly refused calls that were ended by hand or reported as fraud. */
            scams_caught: number;
            no_longer_refused: number;
            no_longer_refused_callers: number;
            new_alerts: number;
            gone_alerts: number;
            refused_by_rule: components["schemas"]["named_count"][];
        };
        model: {
            /** @description Names the file. */
            sum: string;
            /** Format: date-time */
            trained_until: string;
            trees: number;
            /** @description Log-odds. */
            refuses_from: number;
            alerts_from: number;
            /** @description Share of honest calls that may be refused. */
            wanted: number;
            /** @description What validation could promise of it, upper 95 %. */
            bound: number;
            /** @description False: it was trained under other parameters of detectors. */
            same_evidence: boolean;
        };
        models: {
            current?: components["schemas"]["model"];
            challenger?: components["schemas"]["model"];
            comparison?: {
                /** @description Since the challenger runs in this process. */
                calls: number;
                refused_by_both: number;
                refused_by_current_alone: number;
                refused_by_challenger_alone: number;
            };
        };
        /** @description Reports since the process started; what became of them in the engine, those of the journal it was fed from included. */
        report_health: {
            sources: {
                source: string;
                accepted: number;
                rate_limited: number;
            }[];
            /** @description Wrong fields or tokens. */
            refused: number;
            /** @description About a call the centre does not know. */
            unknown_calls: number;
            /** @description The call path had too many waiting. */
            overloaded: number;
            taken: number;
            repeated: number;
            /** @description One reporter said more than counts. */
            beyond_cap: number;
            without_caller: number;
        };
        /** @description Questions over HTTP since the process started. */
        screening_health: {
            enabled: boolean;
            requests?: number;
            answered?: number;
            /** @description Of them `bad_tokens` and `rate_limited`. */
            refused?: number;
            bad_tokens?: number;
            rate_limited?: number;
            emergency?: number;
            emergency_unrecorded?: number;
            /** @description Calls that passed for want of an answer, by cause. */
            open?: {
                no_record: number;
                late: number;
                no_answer: number;
                queue_full: number;
            };
            answers_too_late?: number;
            calls?: number;
            repeated?: number;
            events?: number;
            unheard?: number;
            not_followed?: number;
            live?: number;
            waiting?: number;
            connections?: number;
            /** @description Half of the answers of the last ten seconds took at most so long; a bound, not a measure. */
            p50_us?: number;
            p99_us?: number;
            clients?: {
                name: string;
                asked: number;
                rate_limited: number;
            }[];
        };
        about: {
            /** @constant */
            product: "Qorgan";
            version: string;
            node?: string;
            demonstration: boolean;
            /** @description Sign-in names, only in a demonstration. */
            demonstration_users?: {
                name: string;
                role: components["schemas"]["role"];
            }[];
        };
        credentials: {
            name: string;
            password: string;
        };
        /** @enum {string} */
        role: "operator" | "shift_lead" | "prosecutor" | "engineer" | "administrator";
        /** @enum {string} */
        right: "view" | "view_policy" | "claim" | "annotate" | "drop_call" | "warn" | "close" | "lead_shift" | "view_orders" | "propose_order" | "emergency_order" | "approve_order" | "lift_order" | "decide_appeal" | "review_blocks" | "open_number" | "search_number" | "reload_policy" | "administer_users" | "read_own_audit" | "read_audit" | "report_call" | "inspect_messages";
        session: {
            user: {
                name: string;
                display_name: string;
                role: components["schemas"]["role"];
            };
            rights: components["schemas"]["right"][];
            csrf_token: string;
            /** Format: date-time */
            expires_at: string;
            demonstration: boolean;
        };
        /** @enum {string} */
        order_state: "draft" | "submitted" | "approved" | "refused" | "active" | "emergency" | "expired" | "lifted" | "replaced" | "retracted";
        /** @enum {string} */
        order_kind: "number" | "range" | "trunk" | "victim" | "equipment";
        /** @enum {string} */
        measure: "label" | "withhold" | "divert" | "block";
        in_languages: {
            en: string;
            ru: string;
            kk: string;
        };
        legal_basis: {
            id: string;
            title: components["schemas"]["in_languages"];
            article: string;
            kinds: components["schemas"]["order_kind"][];
            actions: components["schemas"]["measure"][];
            proposed_by: components["schemas"]["role"][];
            issued_by: components["schemas"]["role"][];
            emergency_by: components["schemas"]["role"][];
            longest_hours: number;
            notices: components["schemas"]["in_languages"][];
        };
        legal_basis_list: {
            version: string;
            ratify_hours: number;
            appeal_hours: number;
            items: components["schemas"]["legal_basis"][];
        };
        order_draft: {
            kind: components["schemas"]["order_kind"];
            /** @description "+4915112345678", "+49151*", a trunk, or a fingerprint of 16 hexadecimal digits. */
            target: string;
            does: components["schemas"]["measure"];
            divert_to?: string;
            basis: string;
            addressee?: string;
            evidence?: string;
            note: string;
            /** Format: date-time */
            valid_from?: string;
            /** Format: date-time */
            valid_to: string;
            replaces?: number;
        };
        order_search: {
            target: string;
            before?: number;
        };
        blast_question: {
            kind: components["schemas"]["order_kind"];
            target: string;
        };
        blast_radius: {
            days: number;
            calls: number;
            /** @description Refused at that time by other rules. */
            refused_already: number;
            callers: number;
            callees: number;
            /** @description Answered and longer than a minute. */
            over_a_minute: number;
            /** @description Callers on the list of trusted numbers. */
            honest_callers: number;
            /** @description false: only the newest 200,000 calls. */
            complete: boolean;
            /** @description `most` are callees. */
            by_callee: boolean;
            /** @description The ten most affected. */
            most: {
                number: string;
                calls: number;
                over_a_minute: number;
            }[];
        };
        /** @description The password of the person who acts, once more. */
        confirmation: {
            password: string;
        };
        order_reason: {
            reason: string;
        };
        opened_target: {
            target: string;
            /** Format: date-time */
            opened_at: string;
        };
        order: {
            id: number;
            state: components["schemas"]["order_state"];
            in_force: boolean;
            kind: components["schemas"]["order_kind"];
            /** @description Masked when it is a number of this country. */
            target: string;
            does: components["schemas"]["measure"];
            divert_to?: string;
            basis: string;
            basis_version?: string;
            addressee?: string;
            evidence?: string;
            note?: string;
            proposer: string;
            proposed_as: components["schemas"]["role"];
            /** @description Who approved, refused or ratified. */
            approver?: string;
            /** @description Of the refusal. */
            reason?: string;
            /** @description "system": the clock. */
            ended_by?: string;
            end_reason?: string;
            replaces?: number;
            blast?: components["schemas"]["blast_radius"];
            /** Format: date-time */
            created_at?: string;
            /** Format: date-time */
            submitted_at?: string;
            /** Format: date-time */
            decided_at?: string;
            /** Format: date-time */
            valid_from?: string;
            /** Format: date-time */
            valid_to?: string;
            /** Format: date-time */
            ratify_by?: string;
            /** Format: date-time */
            ended_at?: string;
            /**
             * Format: date-time
             * @description The engine has it in force, and its record is durable.
             */
            enforced_at?: string;
            /**
             * Format: date-time
             * @description The engine has let it go.
             */
            withdrawn_at?: string;
            /** Format: date-time */
            renewal_asked_at?: string;
        };
        order_list: {
            items: components["schemas"]["order"][];
            /** @description Value of `before` for the next page. */
            next?: number;
        };
        audit_question: {
            /** @description "operator:desk-1" */
            actor?: string;
            action?: string;
            /** @description Part of subject or detail. */
            words?: string;
            /** Format: date-time */
            from?: string;
            /** Format: date-time */
            to?: string;
            before?: number;
            limit?: number;
        };
        audit_page: {
            items: {
                id: number;
                /** Format: date-time */
                at: string;
                actor: string;
                action: string;
                subject: string;
                detail: string;
            }[];
            /** @description Value of `before` for the next page. */
            next?: number;
        };
        audit_proof: {
            from: number;
            size: number;
            note: string;
            /** @description Public key of the log. */
            key: string;
            /** Format: date-time */
            signed_at: string;
            proof: string[];
        };
        /** @enum {string} */
        appeal_state: "open" | "granted" | "dismissed" | "lapsed";
        /** @description The id in the refusal (`call`), or `caller` and `called_at`. */
        appeal_request: {
            call?: components["schemas"]["call_id"];
            caller?: string;
            /** Format: date-time */
            called_at?: string;
            contact?: string;
            words?: string;
        };
        filed_appeal: {
            case_number: string;
            /** Format: date-time */
            answer_by: string;
        };
        appeal_question: {
            case_number: string;
        };
        appeal_status: {
            state: components["schemas"]["appeal_state"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            answer_by: string;
            /** Format: date-time */
            decided_at?: string;
            reason?: string;
        };
        appeal_decision: {
            /** @enum {string} */
            decision: "grant" | "dismiss";
            reason: string;
        };
        appeal: {
            id: number;
            state: components["schemas"]["appeal_state"];
            caller?: string;
            call?: components["schemas"]["call_id"];
            /** Format: date-time */
            called_at?: string;
            contact?: string;
            words?: string;
            /** @description The order that refused the call, as far as it was found. */
            order?: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            answer_by: string;
            /** Format: date-time */
            decided_at?: string;
            /** @description "system": the clock. */
            decided_by?: string;
            reason?: string;
        };
        appeal_list: {
            items: components["schemas"]["appeal"][];
            /** Format: date-time */
            now: string;
        };
        review: {
            /** @enum {string} */
            verdict: "right" | "wrong" | "unsure";
        };
        /** @description Of judged refusals of the last days, those that were wrong; 95 % after Wilson. */
        review_estimate: {
            days: number;
            judged: number;
            wrong: number;
            /** @description Not counted either way. */
            unsure: number;
            share: number;
            low: number;
            high: number;
        };
        review_sample: {
            items: components["schemas"]["call_row"][];
            estimate: components["schemas"]["review_estimate"];
        };
        law_day: {
            /** Format: date-time */
            at: string;
            waiting: components["schemas"]["order"][];
            expiring: components["schemas"]["order"][];
            effects: {
                order: number;
                calls: number;
                callers: number;
            }[];
        };
        call_id: string;
        /** @enum {string} */
        verdict: "pass" | "alert" | "label" | "withhold" | "divert" | "block";
        /**
         * @description screening: no ringing yet; refused: blocked before it rang; redirected: answered by a redirect
         *     trunk, what followed is not seen; ended: over, whoever ended it (`ended_by`).
         * @enum {string}
         */
        call_state: "screening" | "ringing" | "answered" | "ended" | "refused" | "redirected";
        /** @enum {string} */
        ended_by: "unknown" | "caller" | "callee" | "network" | "centre";
        /** @enum {string} */
        alert_level: "medium" | "high" | "urgent";
        /** @description What a detector saw. Words are in /detectors; `says` holds {observed}, {threshold}. */
        reason: {
            /** @description `id` in /detectors. */
            detector: number;
            /** @description Log-odds it adds to the score. */
            weight: number;
            observed: number;
            threshold: number;
        };
        call_alert: {
            /** @description Name of the rule or in-call detector. */
            kind: string;
            level: components["schemas"]["alert_level"];
            /** Format: date-time */
            at: string;
            score?: number;
            reasons?: components["schemas"]["reason"][];
        };
        /** @description How far a drop has come. */
        teardown: {
            /** @enum {string} */
            state: "requested" | "sent" | "caller_ended" | "callee_ended" | "confirmed" | "failed";
            caller_ended: boolean;
            callee_ended: boolean;
            /** Format: date-time */
            at: string;
            /** @example operator:desk-1 */
            actor?: string;
            cause?: string;
            /** @description What went wrong, when failed. */
            failure?: string;
        };
        /**
         * @description How the centre knows of the call: it passed through, a border controller asked about it, it was seen in a mirror of the signalling (nothing can be done to it from here), or a switch asked over HTTP. Absent in old records.
         * @enum {string}
         */
        seen_by: "proxy" | "redirect" | "watched" | "screened";
        /** @description One call as a list or the live feed shows it. Absent texts and times are unknown. */
        call_row: {
            id: components["schemas"]["call_id"];
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            ringing_at?: string;
            /** Format: date-time */
            answered_at?: string;
            /** Format: date-time */
            ended_at?: string;
            trunk: string;
            /** @description Masked unless the reader may see it. */
            caller: string;
            /** @description ISO 3166-1 alpha-2. */
            caller_country?: string;
            /** @description Always masked. */
            callee: string;
            callee_country?: string;
            /** @description What was carried out. */
            verdict: components["schemas"]["verdict"];
            /** @description What the rule says. */
            would: components["schemas"]["verdict"];
            /** @description False: shadow, or a refusal that became a pass. */
            enforced: boolean;
            /** @default false */
            emergency?: boolean;
            /**
             * @description Let through because of overload.
             * @default false
             */
            unscreened?: boolean;
            seen_by?: components["schemas"]["seen_by"];
            score: number;
            rule?: string;
            reasons: components["schemas"]["reason"][];
            state: components["schemas"]["call_state"];
            sip_code?: number;
            ended_by?: components["schemas"]["ended_by"];
            alert?: components["schemas"]["call_alert"];
            teardown?: components["schemas"]["teardown"];
        };
        call_page: {
            items: components["schemas"]["call_row"][];
            /** @description Cursor for `before`; absent at the end. */
            next?: components["schemas"]["call_id"];
        };
        call_search: {
            /** @description Matches caller or callee from the start. */
            number_prefix: string;
            enforced?: components["schemas"]["verdict"];
            would?: components["schemas"]["verdict"];
            trunk?: string;
            /** Format: date-time */
            from?: string;
            /** Format: date-time */
            to?: string;
            before?: components["schemas"]["call_id"];
            /** @default 100 */
            limit?: number;
        };
        call_detail: {
            call: components["schemas"]["call_row"];
            /** @description Going on now. */
            live: boolean;
            /** @description What became of the call's PASSporTs; absent when its trunk does not verify any. */
            identity?: {
                status: components["schemas"]["passport_status"];
                /** @enum {string} */
                attestation: "A" | "B" | "C" | "none" | "failed" | "unknown";
            };
            /** @description Address and port the INVITE came from. */
            source?: string;
            sip_call_id?: string;
            /** @description Text of the caller, cleaned of control characters. */
            user_agent?: string;
            /** @description Position in the journal. */
            seq?: number;
            /** @description SIP ladder in order. */
            messages: components["schemas"]["ladder_entry"][];
            alerts: components["schemas"]["call_alert"][];
            /** @description Every step, oldest first. */
            teardown: components["schemas"]["teardown"][];
        };
        /**
         * @description The last four are answered 403, 436, 437 and 438 (RFC 8224) by a policy that refuses them.
         * @enum {string}
         */
        passport_status: "not_asked" | "not_present" | "unverified" | "verified" | "stale_date" | "bad_identity_info" | "unsupported_credential" | "invalid_identity";
        ladder_entry: {
            /** Format: date-time */
            at: string;
            /**
             * @description Which leg.
             * @enum {string}
             */
            side: "caller" | "callee";
            /**
             * @description Seen from the centre.
             * @enum {string}
             */
            way: "received" | "sent";
            /** @description Of the request, or of the request this answers. */
            method: string;
            /** @description Absent for a request. */
            status?: number;
            cseq: number;
        };
        drop_order: {
            /** @description Why */
            cause: string;
        };
        drop_receipt: {
            call: components["schemas"]["call_id"];
            /** @constant */
            state: "requested";
            /** Format: date-time */
            requested_at: string;
            actor: string;
            cause: string;
        };
        drop_many_order: {
            calls: components["schemas"]["call_id"][];
            /** @description Why */
            cause: string;
        };
        drop_many_receipt: {
            drop: components["schemas"]["call_id"];
            /** Format: date-time */
            requested_at: string;
            actor: string;
            cause: string;
            /** @description How many calls are being ended. */
            requested: number;
            items: {
                call: components["schemas"]["call_id"];
                /** @enum {string} */
                state: "requested" | "call_not_live" | "emergency_call" | "not_found";
            }[];
        };
        drop_outcome: {
            drop: components["schemas"]["call_id"];
            /** Format: date-time */
            requested_at: string;
            actor: string;
            /** @description Calls whose legs have both ended. */
            confirmed: number;
            /** @description Calls of which a leg did not end. */
            failed: number;
            pending: number;
            items: {
                call: components["schemas"]["call_id"];
                live: boolean;
                /** @enum {string} */
                state: "requested" | "sent" | "caller_ended" | "callee_ended" | "confirmed" | "failed";
                caller_ended: boolean;
                callee_ended: boolean;
                /** Format: date-time */
                at?: string;
                /** @description Which leg did not end and why. */
                failure?: string;
            }[];
        };
        opening: {
            purpose: string;
        };
        opened_numbers: {
            caller: string;
            callee: string;
            /** Format: date-time */
            opened_at: string;
        };
        alert_list: {
            items: {
                call: components["schemas"]["call_id"];
                /** Format: date-time */
                at: string;
                kind: string;
                level: components["schemas"]["alert_level"];
                score: number;
                caller: string;
                callee: string;
                trunk?: string;
                reasons: components["schemas"]["reason"][];
            }[];
        };
        trunk_list: {
            items: components["schemas"]["trunk"][];
        };
        trunk: {
            name: string;
            carrier: string;
            country?: string;
            /** @enum {string} */
            kind: "international" | "domestic" | "roaming_hub";
            /** @enum {string} */
            enforcement: "shadow" | "enforce";
            /**
             * @description `screen`: no SIP, asked about over HTTP; `watch`: only seen in a mirror.
             * @enum {string}
             */
            mode: "proxy" | "redirect" | "screen" | "watch";
            attempts: number;
            passed: number;
            alerted: number;
            labelled: number;
            withheld: number;
            diverted: number;
            blocked: number;
            /** @description Shadow only. */
            would_block: number;
            emergency: number;
            unscreened: number;
            /** @description New calls answered 503: the ceilings of the trunk. */
            over_ceiling: number;
            /** @description New calls answered 503: overload. */
            refused_overload: number;
            answered: number;
            live: number;
            /** @description Over ten seconds. */
            calls_per_second: number;
            /** @description Answered / attempts, 0 to 1; absent without attempts. */
            asr?: number;
            /** @description Mean talk time of answered calls in seconds. */
            acd_s?: number;
            /**
             * @description Network effectiveness ratio (ITU-T E.425), 0 to 1: of the calls let through, those that were
             *     answered, busy, not answered, refused by the callee or given up; absent where the end of
             *     calls is not seen.
             */
            ner?: number;
            /** @description Mean time from INVITE to ringing. */
            pdd_ms?: number;
            /** @description Final answers by class. */
            responses: {
                none: number;
                "2xx": number;
                "3xx": number;
                "4xx": number;
                "5xx": number;
                "6xx": number;
            };
            /** @description Final answers by status, most frequent first. */
            answers: {
                status: number;
                count: number;
            }[];
            next_hops: {
                address: string;
                up: boolean;
                /** Format: date-time */
                since?: string;
            }[];
        };
        health: {
            /**
             * @description The worst flag.
             * @enum {string}
             */
            state: "ok" | "amber" | "red";
            flags: components["schemas"]["health_flag"][];
            /** Format: date-time */
            now: string;
            version: string;
            node: string;
            store: string;
            demonstration: boolean;
            gateway: {
                /** Format: date-time */
                started_at?: string;
                datagrams_in: number;
                datagrams_out: number;
                malformed: number;
                unknown_source: number;
                retransmissions: number;
                transactions: number;
                live_calls: number;
                decisions: number;
                /** @description Refusals that became passes. */
                not_enforced: number;
                drops_requested: number;
                drops_confirmed: number;
                drops_failed: number;
                /**
                 * @description What overload leaves out: nothing, screening, and then the newest calls.
                 * @enum {string}
                 */
                load: "calm" | "unscreened" | "refusing";
                /** Format: date-time */
                load_since?: string;
                /** @description Datagrams lost because a receive queue was full. */
                receive_dropped: number;
                /** @description Calls taken over from the process before. */
                carried_over: number;
                /** @description Neighbours are told to send new calls elsewhere. */
                draining: boolean;
                policy_digest: string;
            };
            watch?: components["schemas"]["watch"];
            screening: components["schemas"]["screening_health"];
            reports: components["schemas"]["report_health"];
            journal: {
                appended: number;
                committed: number;
                lost: number;
                healthy: boolean;
                trouble?: string;
                /** Format: date-time */
                trouble_since?: string;
                bytes: number;
            };
            projection: {
                position: number;
                /** @description Committed records the archive does not have yet. */
                behind: number;
                healthy: boolean;
                trouble?: string;
            };
            /** @description Lasting measures. */
            orders: {
                in_force: number;
                /** @description The engine does not yet do as the book says. */
                unacknowledged: number;
                /** @description Taken into force since the process started. */
                begun: number;
                ended: number;
            };
            /** @description Browsers on the live feed. */
            consoles: {
                connected: number;
                /** @description Being brought up to date by a snapshot. */
                slow: number;
                /** @description Do not paint or do not answer. */
                frozen: number;
                /** @description From sending to painting. */
                worst_lag_ms: number;
                /** @description Since start. */
                resyncs: number;
            };
            /** @description The addresses the centre listens on. */
            transports: components["schemas"]["transport"][];
            /**
             * Format: date-time
             * @description Of TLS.
             */
            certificate_expires_at?: string;
            /** @description Why the last one was refused */
            handshake_refusal?: string;
            /** @description PASSporT verification since start; absent when no trunk verifies any. */
            passports?: {
                /** @description Calls by passport_status. */
                outcomes: {
                    [key: string]: number;
                };
                /** @description INVITEs that wait for a result now. */
                waiting_calls: number;
                /** @description INVITEs that went on without one. */
                wait_timeouts: number;
                /** @description Kept now. */
                certificates: number;
                certificate_hits: number;
                fetches: number;
                fetch_failures: number;
                /** @description Not verified because a queue or table was full. */
                queue_full: number;
            };
            detector_hits: components["schemas"]["named_count"][];
            rule_hits: components["schemas"]["named_count"][];
        };
        transport: {
            /** @enum {string} */
            transport: "UDP" | "TCP" | "TLS";
            address: string;
            messages_in: number;
            messages_out: number;
            /** @description Open now. */
            connections: number;
            /** @description Closed at accept */
            refused: number;
            /** @description No certificate, or not a neighbour's. */
            handshakes_refused: number;
            /** @description For being slow or silent */
            closed: number;
        };
        /** @description Calls followed in a mirror of their signalling; absent without one. */
        watch: {
            /** @description HEP packets of known agents. */
            packets: number;
            /** @description SIP messages in them. */
            messages: number;
            /** @description Dropped, from addresses that are no agent. */
            strangers: number;
            /** @description Dropped, without the key. */
            wrong_key: number;
            /** @description HEP 1 and 2. */
            old_version: number;
            /** @description Not understood. */
            malformed: number;
            /** @description SIP in them that is not understood. */
            bad_sip: number;
            /** @description Other payloads, SIP outside of calls. */
            other: number;
            /** @description Messages whose time was not believed. */
            clock_off: number;
            /** @description Sorted too early. */
            no_room: number;
            /** @description Agents connected over TCP. */
            connections: number;
            /** @description INVITEs from an address that is no trunk's. */
            no_trunk: number;
            /** @description Of calls the centre carries itself. */
            own: number;
            /** @description Of calls whose begin was not seen. */
            mid_call: number;
            /** @description Followed since start. */
            calls: number;
            /** @description Calls a redirect trunk had asked about. */
            joined: number;
            /** @description Live calls that made room. */
            forgotten: number;
            /** @description Calls whose end was not seen. */
            timed_out: number;
            /** @description Followed now. */
            live: number;
        };
        named_count: {
            name: string;
            count: number;
        };
        health_flag: {
            /** @enum {string} */
            code: "journal_unhealthy" | "records_lost" | "not_enforced" | "projection_unhealthy" | "projection_behind" | "orders_unhealthy" | "orders_late" | "audit_unhealthy" | "next_hop_down" | "next_hop_name" | "certificate_ends" | "drops_failed" | "unscreened" | "refused_overload" | "overload_unscreened" | "overload_refusing" | "draining" | "screening_open" | "screening_answers_too_late" | "watch_refused" | "watch_forgotten" | "desk_unhealthy" | "desk_overdue";
            /** @enum {string} */
            level: "red" | "amber";
            /** @description In English */
            detail: string;
            /** @description What it concerns: a trunk or an address. */
            subject?: string;
            count?: number;
            /** Format: date-time */
            since?: string;
        };
        rejected: {
            kinds: {
                /** @enum {string} */
                kind: "malformed" | "stranger" | "ceiling" | "overload" | "draining" | "tls" | "hep";
                /** @description For malformed: the class of docs/sip-errors.md. */
                reason: string;
                /** @description Since start. */
                count: number;
                /** @description At most eight, newest first. */
                newest: components["schemas"]["rejected_message"][];
            }[];
            /** @description Addresses that are no neighbours, at most fifty, most messages first. */
            strangers: {
                address: string;
                count: number;
                /** Format: date-time */
                first: string;
                /** Format: date-time */
                last: string;
                /** @description Of the newest message. */
                user_agent?: string;
                /** @description The scanning tool it says it is, such as SIPVicious. */
                scanner?: string;
            }[];
        };
        rejected_message: {
            /** Format: date-time */
            at: string;
            source: string;
            /** @description Of the whole message. */
            bytes: number;
            /** @description What it begins with: numbers masked, other bytes as \xHH. */
            text: string;
            user_agent?: string;
            scanner?: string;
        };
        words: {
            en: string;
            ru: string;
            kk: string;
        };
        detector_list: {
            items: {
                id: number;
                name: string;
                title: components["schemas"]["words"];
                says: components["schemas"]["words"];
            }[];
        };
        audit_list: {
            items: {
                /** Format: date-time */
                at: string;
                actor: string;
                action: string;
                subject: string;
                detail: string;
            }[];
        };
        /** @enum {string} */
        desk_level: "low" | "medium" | "high" | "urgent";
        /**
         * @description `unattended` is given by the clock alone: nobody took the case in time.
         * @enum {string}
         */
        case_outcome: "dissuaded" | "not_believed" | "unreachable" | "paid" | "false_alarm" | "legitimate" | "unattended";
        desk_clock: {
            /**
             * @description Detected to claimed; claimed to first action; first action to outcome; escalated to acknowledged.
             * @enum {string}
             */
            which: "claim" | "act" | "outcome" | "acknowledge";
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            amber_at: string;
            /** Format: date-time */
            red_at: string;
        };
        /** @description Alerts of one victim or one campaign (equipment, number range and trunk). */
        case_row: {
            id: string;
            /** @enum {string} */
            state: "waiting" | "claimed" | "shelved" | "closed";
            level: components["schemas"]["desk_level"];
            /** @enum {string} */
            origin: "engine" | "citizen";
            /** @description Expected harm times time left; the greater the earlier. */
            rank: number;
            /** @description Highest of its alerts. */
            score: number;
            alerts: number;
            calls: number;
            /** @description Different callees. */
            victims: number;
            /** @description Its calls going on. */
            live: number;
            /** Format: date-time */
            talking_since?: string;
            /** Format: date-time */
            detected_at: string;
            /** Format: date-time */
            latest_at: string;
            /** @description Of the first alert. */
            caller: string;
            caller_country?: string;
            callee: string;
            trunk: string;
            /** @description Rule or in-call detector of the first alert. */
            kind: string;
            reasons: components["schemas"]["reason"][];
            holder?: string;
            /** Format: date-time */
            lease_until?: string;
            /** Format: date-time */
            claimed_at?: string;
            /** Format: date-time */
            acted_at?: string;
            warnings: number;
            /** Format: date-time */
            shelved_until?: string;
            shelf_reason?: string;
            clock?: components["schemas"]["desk_clock"];
            escalation?: {
                /** Format: date-time */
                at: string;
                by: string;
                reason: string;
                /** Format: date-time */
                acknowledged_at?: string;
                acknowledged_by?: string;
                clock?: components["schemas"]["desk_clock"];
            };
            outcome?: components["schemas"]["case_outcome"];
            /** Format: date-time */
            outcome_at?: string;
            outcome_by?: string;
            /** @description Whole tenge. */
            amount?: number;
            bank?: string;
            /** Format: date-time */
            closed_at?: string;
        };
        case_call: {
            /** @description Absent when nobody knows which call it was. */
            call?: string;
            /**
             * Format: date-time
             * @description Of the alert.
             */
            at: string;
            level: components["schemas"]["desk_level"];
            score: number;
            kind: string;
            caller: string;
            caller_country?: string;
            callee: string;
            trunk: string;
            reasons: components["schemas"]["reason"][];
            row?: components["schemas"]["call_row"];
        };
        case_detail: {
            case: components["schemas"]["case_row"];
            calls: components["schemas"]["case_call"][];
            history: {
                /** Format: date-time */
                at: string;
                actor: string;
                action: string;
                words?: string;
            }[];
            /** @description Closed cases of the same subscriber, caller or campaign. */
            past: components["schemas"]["case_row"][];
            /** @description Suspicious calls to the same subscriber in the last 72 hours. */
            subscriber_calls: components["schemas"]["call_row"][];
            /** @description The country the number claims and what is proven of it. */
            origin: {
                claimed: string;
                carrier?: string;
                carrier_country?: string;
                source?: string;
                proven?: string;
                /** @enum {string} */
                proven_by: "nothing" | "trunk" | "signature";
            };
            siblings: {
                found: number;
                live_on_trunk: number;
                items: {
                    row: components["schemas"]["call_row"];
                    same: ("number" | "range" | "equipment")[];
                }[];
            };
        };
        handover_risk: {
            what: string;
            owner: string;
            /** Format: date-time */
            next_check: string;
        };
        handover: {
            id: string;
            /** Format: date-time */
            at: string;
            from: string;
            note: string;
            risks: components["schemas"]["handover_risk"][];
            standing: {
                cases?: {
                    id: string;
                    level: components["schemas"]["desk_level"];
                    state: string;
                    holder?: string;
                }[];
            };
            accepted_by?: string;
            /** Format: date-time */
            accepted_at?: string;
        };
        shift: {
            on_shift: {
                actor: string;
                name: string;
                /** Format: date-time */
                started_at: string;
                /** Format: date-time */
                break_since?: string;
                /** @description Pages of this person that are connected; none is a trouble too. */
                consoles: {
                    trouble: ("frozen" | "hidden" | "mute")[];
                }[];
            }[];
            /** @description Cases detected since midnight in Kazakhstan. */
            tally: {
                /** Format: date-time */
                since: string;
                detected: number;
                claimed: number;
                claimed_in_time: number;
                warned: number;
                dissuaded: number;
                paid: number;
                false_alarms: number;
                unattended: number;
                closed: number;
            };
            handovers: components["schemas"]["handover"][];
        };
        desk_counts: {
            waiting: number;
            claimed: number;
            shelved: number;
            urgent_waiting: number;
            /** @description Beyond the red limit of their clock. */
            overdue: number;
            /** @description Not acknowledged yet. */
            escalated: number;
            flood: boolean;
            /** @description Something urgent waits that nobody has heard yet. */
            alarm: boolean;
        };
        desk: {
            lease_s: number;
            shelf_longest_s: number;
            flood_alerts: number;
            /** @description By clock, then by level. */
            limits: {
                [key: string]: {
                    [key: string]: {
                        amber_s: number;
                        red_s: number;
                    };
                };
            };
            counts: components["schemas"]["desk_counts"];
            /** @description The database does not answer the desk. */
            trouble?: string;
        };
        policy: {
            digest: string;
            /** @description YAML. */
            text: string;
        };
        policy_adopted: {
            /** @constant */
            adopted: true;
            digest: string;
            /** @description Keys of the configuration that differ from what runs and need a restart. */
            needs_restart: string[];
        };
    };
    responses: {
        /** @description What went wrong, for people (`title`, `detail`) and programs (`code`). */
        problem: {
            headers: {
                /** @description Seconds, with 429 and 503. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["problem"];
            };
        };
        /** @description The shift as it is now. */
        shift: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["shift"];
            };
        };
        /** @description The case as it is now. */
        case: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["case_row"];
            };
        };
    };
    parameters: {
        call_id: components["schemas"]["call_id"];
        /** @description A case of the desk. */
        case_id: components["schemas"]["call_id"];
        /** @description Chosen by the client, one per decision; a UUID. */
        idempotency_key: string;
        number_id: number;
        /** @description `csrf_token` of the session. */
        csrf: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    about: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The centre. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["about"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    current_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session of the cookie. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["session"];
                };
            };
            401: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["credentials"];
            };
        };
        responses: {
            /** @description Signed in; the cookie is set. */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["session"];
                };
            };
            401: components["responses"]["problem"];
            429: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["problem"];
        };
    };
    list_calls: {
        parameters: {
            query?: {
                enforced?: components["schemas"]["verdict"];
                would?: components["schemas"]["verdict"];
                trunk?: string;
                from?: string;
                to?: string;
                /** @description Cursor: `next` of the page before. */
                before?: components["schemas"]["call_id"];
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of calls. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["call_page"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    search_calls: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["call_search"];
            };
        };
        responses: {
            /** @description A page of calls. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["call_page"];
                };
            };
            403: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    get_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["call_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["call_detail"];
                };
            };
            404: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    drop_call: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
                /** @description Chosen by the client, one per decision to drop; a UUID. */
                "Idempotency-Key": string;
            };
            path: {
                id: components["parameters"]["call_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["drop_order"];
            };
        };
        responses: {
            /** @description Begun. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["drop_receipt"];
                };
            };
            403: components["responses"]["problem"];
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    drop_calls: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
                /** @description Chosen by the client, one per decision to drop; a UUID. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["drop_many_order"];
            };
        };
        responses: {
            /** @description Begun. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["drop_many_receipt"];
                };
            };
            403: components["responses"]["problem"];
            409: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    get_drop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `drop` of the order's receipt. */
                id: components["schemas"]["call_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The outcome so far. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["drop_outcome"];
                };
            };
            404: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    open_number: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                id: components["parameters"]["call_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["opening"];
            };
        };
        responses: {
            /** @description The numbers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["opened_numbers"];
                };
            };
            403: components["responses"]["problem"];
            404: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    list_alerts: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alerts, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["alert_list"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    live_feed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Switching to WebSocket. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    list_trunks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Trunks in configured order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["trunk_list"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["health"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    list_rejected: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Kinds in the order in which they first occurred. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["rejected"];
                };
            };
            403: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    list_detectors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Detectors. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["detector_list"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    list_legal_bases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The catalogue; empty when none is configured. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["legal_basis_list"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    list_orders: {
        parameters: {
            query?: {
                list?: "waiting" | "in_force" | "over" | "mine";
                before?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["order_list"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    draft_order: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["order_draft"];
            };
        };
        responses: {
            /** @description The draft. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["order"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    search_orders: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["order_search"];
            };
        };
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["order_list"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    order_blast_radius: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["blast_question"];
            };
        };
        responses: {
            /** @description The counts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["blast_radius"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    get_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["number_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["order"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    open_order_target: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                id: components["parameters"]["number_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["opening"];
            };
        };
        responses: {
            /** @description The target. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["opened_target"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    submit_order: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                id: components["parameters"]["number_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order after the step. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["order"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    retract_order: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                id: components["parameters"]["number_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order after the step. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["order"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    enact_order: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                id: components["parameters"]["number_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["confirmation"];
            };
        };
        responses: {
            /** @description The order after the step. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["order"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    approve_order: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                id: components["parameters"]["number_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["confirmation"];
            };
        };
        responses: {
            /** @description The order after the step. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["order"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    ratify_order: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                id: components["parameters"]["number_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["confirmation"];
            };
        };
        responses: {
            /** @description The order after the step. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["order"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    refuse_order: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                id: components["parameters"]["number_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["order_reason"];
            };
        };
        responses: {
            /** @description The order after the step. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["order"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    lift_order: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                id: components["parameters"]["number_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["order_reason"];
            };
        };
        responses: {
            /** @description The order after the step. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["order"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    list_appeals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Appeals. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["appeal_list"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    file_appeal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["appeal_request"];
            };
        };
        responses: {
            /** @description The case. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["filed_appeal"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    appeal_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["appeal_question"];
            };
        };
        responses: {
            /** @description The state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["appeal_status"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    decide_appeal: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                id: components["parameters"]["number_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["appeal_decision"];
            };
        };
        responses: {
            /** @description The appeal after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["appeal"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    review_sample: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The calls, and the share of wrong refusals as far as it is known. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["review_sample"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    review_call: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                id: components["parameters"]["call_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["review"];
            };
        };
        responses: {
            /** @description The share of wrong refusals after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["review_estimate"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    law_day: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The day. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["law_day"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    report_call: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["report"];
            };
        };
        responses: {
            /** @description Taken. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["report_taken"];
                };
            };
            401: components["responses"]["problem"];
            403: components["responses"]["problem"];
            404: components["responses"]["problem"];
            422: components["responses"]["problem"];
            429: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    own_audit: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["audit_list"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    get_desk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The desk. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["desk"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    closed_cases: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cases. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["case_row"][];
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    get_shift: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["shift"];
            default: components["responses"]["problem"];
        };
    };
    change_shift: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    step: "start" | "break" | "end";
                };
            };
        };
        responses: {
            200: components["responses"]["shift"];
            default: components["responses"]["problem"];
        };
    };
    quiet_alarm: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Silent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        quiet: boolean;
                    };
                };
            };
            default: components["responses"]["problem"];
        };
    };
    offer_handover: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note?: string;
                    risks?: components["schemas"]["handover_risk"][];
                };
            };
        };
        responses: {
            200: components["responses"]["shift"];
            default: components["responses"]["problem"];
        };
    };
    accept_handover: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["shift"];
            default: components["responses"]["problem"];
        };
    };
    report_case: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
                /** @description Chosen by the client, one per decision; a UUID. */
                "Idempotency-Key": components["parameters"]["idempotency_key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Who was called. */
                    subscriber: string;
                    /** @description Who called. */
                    caller: string;
                    /** @description What was said. */
                    words: string;
                };
            };
        };
        responses: {
            200: components["responses"]["case"];
            default: components["responses"]["problem"];
        };
    };
    get_case: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["case_detail"];
                };
            };
            404: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    claim_case: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
                /** @description Chosen by the client, one per decision; a UUID. */
                "Idempotency-Key": components["parameters"]["idempotency_key"];
            };
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    takeover_reason?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["case"];
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    release_case: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
                /** @description Chosen by the client, one per decision; a UUID. */
                "Idempotency-Key": components["parameters"]["idempotency_key"];
            };
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["case"];
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    work_on_case: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["case"];
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    shelve_case: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
                /** @description Chosen by the client, one per decision; a UUID. */
                "Idempotency-Key": components["parameters"]["idempotency_key"];
            };
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                    /** @description At most `shelf_longest_s` of the desk. */
                    minutes: number;
                };
            };
        };
        responses: {
            200: components["responses"]["case"];
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    unshelve_case: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
                /** @description Chosen by the client, one per decision; a UUID. */
                "Idempotency-Key": components["parameters"]["idempotency_key"];
            };
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["case"];
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    note_case: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
                /** @description Chosen by the client, one per decision; a UUID. */
                "Idempotency-Key": components["parameters"]["idempotency_key"];
            };
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Kept in the history; stays out of the audit. */
                    text: string;
                };
            };
        };
        responses: {
            200: components["responses"]["case"];
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    drop_case: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
                /** @description Chosen by the client, one per decision; a UUID. */
                "Idempotency-Key": components["parameters"]["idempotency_key"];
            };
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cause: string;
                };
            };
        };
        responses: {
            /** @description Begun. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["drop_many_receipt"];
                };
            };
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    close_case: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
                /** @description Chosen by the client, one per decision; a UUID. */
                "Idempotency-Key": components["parameters"]["idempotency_key"];
            };
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    outcome: "dissuaded" | "not_believed" | "unreachable" | "paid" | "false_alarm" | "legitimate";
                    words?: string;
                    amount?: number;
                    bank?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["case"];
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    reopen_case: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
                /** @description Chosen by the client, one per decision; a UUID. */
                "Idempotency-Key": components["parameters"]["idempotency_key"];
            };
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why. */
                    reason: string;
                };
            };
        };
        responses: {
            200: components["responses"]["case"];
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    escalate_case: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
                /** @description Chosen by the client, one per decision; a UUID. */
                "Idempotency-Key": components["parameters"]["idempotency_key"];
            };
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why. */
                    reason: string;
                };
            };
        };
        responses: {
            200: components["responses"]["case"];
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    acknowledge_case: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
                /** @description Chosen by the client, one per decision; a UUID. */
                "Idempotency-Key": components["parameters"]["idempotency_key"];
            };
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["case"];
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    open_case_number: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path: {
                /** @description A case of the desk. */
                id: components["parameters"]["case_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    purpose: string;
                };
            };
        };
        responses: {
            /** @description The numbers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["opened_numbers"];
                };
            };
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
        };
    };
    search_audit: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["audit_question"];
            };
        };
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["audit_page"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    audit_proof: {
        parameters: {
            query?: {
                from?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description State and proof. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["audit_proof"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    get_policy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Text and digest. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["policy"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    reload_policy: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In force. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["policy_adopted"];
                };
            };
            /** @description A file has mistakes; nothing changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    get_whatif: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trial. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["whatif"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    start_whatif: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["whatif_request"];
            };
        };
        responses: {
            /** @description Begun. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["whatif"];
                };
            };
            403: components["responses"]["problem"];
            422: components["responses"]["problem"];
            503: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    stop_whatif: {
        parameters: {
            query?: never;
            header: {
                /** @description `csrf_token` of the session. */
                "X-CSRF-Token": components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trial; it ends within a moment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["whatif"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    get_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Absent where there is none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["models"];
                };
            };
            default: components["responses"]["problem"];
        };
    };
    ask_about_call: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chooses the language of texts among en (default), ru and kk. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["screening_question"];
            };
        };
        responses: {
            /** @description What to do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["screening_answer"];
                };
            };
            401: components["responses"]["problem"];
            403: components["responses"]["problem"];
            422: components["responses"]["problem"];
            429: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    tell_about_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["call_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["call_event"];
            };
        };
        responses: {
            /** @description Taken. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["problem"];
            403: components["responses"]["problem"];
            404: components["responses"]["problem"];
            409: components["responses"]["problem"];
            422: components["responses"]["problem"];
            429: components["responses"]["problem"];
            default: components["responses"]["problem"];
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Metrics. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Not ready; one line per reason. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
}
