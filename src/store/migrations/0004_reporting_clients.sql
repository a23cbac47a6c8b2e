-- As what a client's reports count: citizen, police, bank or honeypot; empty: it may not report.
ALTER TABLE api_clients ADD COLUMN reports TEXT NOT NULL DEFAULT '';
