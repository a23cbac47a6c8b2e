// TLS for SIPp, whose Debian package has none: bytes go through unchanged, the certificates and the
// TLS are those of Node. The scenario says TLS in Via and Contact.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';

/// An authority in a folder of its own.
export class Authority {
  constructor(dir, name = 'authority') {
    this.dir = dir;
    this.name = name;
    this.openssl('req', '-x509', ...this.key(name), '-out', `${name}.pem`, '-subj', `/CN=${name}`);
    this.file = path.join(dir, `${name}.pem`);
  }
  key(name) {
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    return [...curve, '-keyout', `${name}.key`];
  }
  openssl(...args) {
    const ran = spawnSync('openssl', args, { cwd: this.dir, encoding: 'utf8' });
    if (ran.status !== 0) throw new Error(`openssl ${args[0]}: ${ran.stderr}`);
  }

  /// Files of a certificate for `sip:NAME`; `days` may be negative: it has expired.
  issue(domain, days = 1) {
    const stem = `${this.name}-${domain}${days < 0 ? '-stale' : ''}`;
    fs.writeFileSync(path.join(this.dir, `${stem}.ext`), `subjectAltName=URI:sip:${domain}\n`);
    this.openssl('req', ...this.key(stem), '-out', `${stem}.csr`, '-subj', `/CN=${domain}`);
    this.openssl(
      ...['x509', '-req', '-in', `${stem}.csr`, '-out', `${stem}.pem`, '-days', String(days)],
      ...['-CA', `${this.name}.pem`, '-CAkey', `${this.name}.key`, '-CAcreateserial'],
      ...['-extfile', `${stem}.ext`],
    );
    const file = (end) => path.join(this.dir, stem + end);
    return { certificate: file('.pem'), key: file('.key'), authorities: this.file };
  }
}

const read = ({ certificate, key, authorities }) => ({
  cert: fs.readFileSync(certificate),
  key: fs.readFileSync(key),
  ca: fs.readFileSync(authorities),
});

function join(one, other) {
  one.pipe(other);
  other.pipe(one);
  for (const [end, far] of [
    [one, other],
    [other, one],
  ]) {
    end.on('error', () => far.destroy());
    end.on('close', () => far.destroy());
  }
}

async function listening(server, bench, port, host) {
  await new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, done);
  });
  bench.atEnd.push(() => new Promise((done) => server.close(done)));
}

/// SIPp calls `at` in the clear; from `from` it goes on over TLS to the centre.
export async function callingBridge(bench, { at, from, to, papers, names = [] }) {
  const server = net.createServer((plain) => {
    const secure = tls.connect({
      ...read(papers),
      host: to.host,
      port: to.port,
      localAddress: from,
      checkServerIdentity: (_, certificate) => {
        names.push(certificate.subjectaltname);
      },
    });
    join(plain, secure);
    bench.atEnd.push(() => (plain.destroy(), secure.destroy()));
  });
  await listening(server, bench, at.port, at.host);
}

/// The centre calls `at` over TLS; SIPp hears it in the clear on `to`.
export async function calledBridge(bench, { at, to, papers }) {
  const options = { ...read(papers), requestCert: true, rejectUnauthorized: true };
  const server = tls.createServer(options, (secure) => {
    const plain = net.connect({ host: to.host, port: to.port });
    join(secure, plain);
    bench.atEnd.push(() => (plain.destroy(), secure.destroy()));
  });
  server.on('tlsClientError', () => {});
  await listening(server, bench, at.port, at.host);
}
