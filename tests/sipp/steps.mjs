// SIPp scenarios out of steps, for flows whose point is the order of messages.

const xml = (name, steps, variables) =>
  `<?xml version="1.0" encoding="UTF-8" ?>\n<scenario name="${name}">\n${steps.join('\n')}\n` +
  (variables.length > 0 ? `<Reference variables="${variables.join(',')}"/>\n` : '') +
  '</scenario>\n';

/// A party's steps; `text()` is its scenario.
export class Party {
  constructor(name) {
    this.name = name;
    this.steps = [];
    this.variables = [];
  }

  text() {
    return xml(this.name, this.steps, this.variables);
  }

  wait(ms) {
    this.steps.push(`<pause milliseconds="${ms}"/>`);
    return this;
  }

  say(text, { retransmit = false } = {}) {
    const lines = text
      .trim()
      .split('\n')
      .map((line) => line.trim());
    const how = retransmit ? ' retrans="500"' : '';
    const body = `${lines.join('\n')}\n\n`;
    this.steps.push(`<send${how}><![CDATA[\n${body}]]></send>`);
    return this;
  }

  /// `save`: keeps the Via lines of the message under this name, for `answerTo`.
  hear(what, { optional = false, routes = false, save, vias = 2 } = {}) {
    const kind = typeof what === 'number' ? 'response' : 'request';
    const options = (optional ? ' optional="true"' : '') + (routes ? ' rrs="true"' : '');
    let actions = '';
    for (let i = 1; save && i <= vias; ++i) {
      const name = `${save}${i}`;
      this.variables.push(name);
      actions +=
        `<ereg regexp="[^ ].*" search_in="hdr" header="Via:" occurrence="${i}" ` +
        `assign_to="${name}"/>`;
    }
    const inner = actions ? `<action>${actions}</action>` : '';
    this.steps.push(`<recv ${kind}="${what}"${options}>${inner}</recv>`);
    return this;
  }

  /// Answers the message just heard, or one that was saved.
  answer(status, { to, vias = 2, cseq, tag = true, extra = '', retransmit = false } = {}) {
    const via = to
      ? Array.from({ length: vias }, (_, i) => `Via: [$${to}${i + 1}]`).join('\n')
      : '[last_Via:]';
    return this.say(
      `SIP/2.0 ${status}
       ${via}
       [last_Record-Route:]
       [last_From:]
       [last_To:]${tag ? ';tag=[pid]u[call_number]' : ''}
       [last_Call-ID:]
       ${cseq ? `CSeq: ${cseq}` : '[last_CSeq:]'}
       Contact: <sip:[local_ip]:[local_port]>
       ${extra}
       Content-Length: 0`.replace(/\n\s*\n/g, '\n'),
      { retransmit },
    );
  }
}

/// The calling side.
export class Caller extends Party {
  invite(extra = '') {
    return this.say(
      `INVITE sip:[field1]@[remote_ip]:[remote_port] SIP/2.0
       Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK[pid]i[call_number];rport
       Max-Forwards: 70
       From: <sip:[field0]@[local_ip]>;tag=[pid]c[call_number]
       To: <sip:[field1]@[remote_ip]>
       Call-ID: [call_id]
       CSeq: 1 INVITE
       Contact: <sip:[field0]@[local_ip]:[local_port]>
       ${extra}
       Content-Length: 0`.replace(/\n\s*\n/g, '\n'),
      { retransmit: true },
    );
  }

  /// ACK of a refusal, CANCEL: on the INVITE's own branch.
  onBranch(verb, { tag = verb === 'ACK' } = {}) {
    return this.say(
      `${verb} sip:[field1]@[remote_ip]:[remote_port] SIP/2.0
       Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK[pid]i[call_number];rport
       Max-Forwards: 70
       From: <sip:[field0]@[local_ip]>;tag=[pid]c[call_number]
       To: <sip:[field1]@[remote_ip]>${tag ? '[peer_tag_param]' : ''}
       Call-ID: [call_id]
       CSeq: 1 ${verb}
       Content-Length: 0`,
    );
  }

  inside(verb, cseq, { extra = '', retransmit = false } = {}) {
    return this.say(
      `${verb} [next_url] SIP/2.0
       Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport
       Max-Forwards: 70
       [routes]
       From: <sip:[field0]@[local_ip]>;tag=[pid]c[call_number]
       To: <sip:[field1]@[remote_ip]>[peer_tag_param]
       Call-ID: [call_id]
       CSeq: ${cseq} ${verb}
       Contact: <sip:[field0]@[local_ip]:[local_port]>
       ${extra}
       Content-Length: 0`.replace(/\n\s*\n/g, '\n'),
      { retransmit },
    );
  }

  /// Up to the ACK of the 200.
  talks() {
    return this.invite()
      .hear(100, { optional: true })
      .hear(180)
      .hear(200, { routes: true })
      .inside('ACK', 1);
  }
}

/// The called side.
export class Callee extends Party {
  rings({ status = '180 Ringing', extra = '' } = {}) {
    return this.hear('INVITE', { routes: true, save: 'invite' }).answer(status, { extra });
  }
  talks() {
    return this.rings().answer('200 OK', { retransmit: true }).hear('ACK');
  }
}
