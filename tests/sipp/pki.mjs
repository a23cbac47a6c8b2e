// A public key infrastructure for signed calls, made by openssl on the spot: root, intermediate, a
// carrier's certificate with TNAuthList, a web server's certificate. And a signer.
import { execFileSync } from 'node:child_process';
import { sign } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const kTnAuthList = '1.3.6.1.5.5.7.1.26';
const kProvider709J = 'DER:30:08:A0:06:16:04:37:30:39:4A';

const kEnd = 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n';
const extensionsOf = {
  authority: 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign',
  carrier: `${kEnd}${kTnAuthList}=${kProvider709J}`,
  web: `${kEnd}subjectAltName=IP:127.0.23.1`,
};

export class Pki {
  constructor(folder) {
    this.folder = fs.mkdtempSync(path.join(folder, 'pki-'));
    this.root = this.issue('root', 'authority');
    this.between = this.issue('between', 'authority', this.root);
    this.carrier = this.issue('carrier', 'carrier', this.between);
    this.web = this.issue('web', 'web', this.root);
  }

  openssl(...args) {
    execFileSync('openssl', args, { cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] });
  }

  /// A certificate of `kind` signed by `by`, or by itself; `days` may be negative.
  issue(name, kind, by, days = 2) {
    const file = (suffix) => path.join(this.folder, `${name}.${suffix}`);
    fs.writeFileSync(
      file('ext'),
      `subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n${extensionsOf[kind]}\n`,
    );
    this.openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', file('key'));
    const subject = ['-subj', `/CN=Test ${name}`];
    this.openssl('req', '-new', '-key', file('key'), ...subject, '-out', file('csr'));
    const signer = by ? ['-CA', by.pemFile, '-CAkey', by.keyFile] : ['-signkey', file('key')];
    this.openssl(
      ...['x509', '-req', '-in', file('csr'), '-out', file('pem'), '-extfile', file('ext')],
      ...['-days', String(days), '-set_serial', String(1000 + Math.floor(Math.random() * 1e9))],
      ...signer,
    );
    const read = (suffix) => fs.readFileSync(file(suffix), 'utf8');
    return { pemFile: file('pem'), keyFile: file('key'), pem: read('pem'), key: read('key') };
  }
}

const base64url = (text) => Buffer.from(text).toString('base64url');

/// The header line of a signed call. `key` signs; what is not given is right.
export function identityLine({ key, x5u, orig, dest, attest = 'A', iat, ppt = 'shaken' }) {
  const header = JSON.stringify({ alg: 'ES256', ppt, typ: 'passport', x5u });
  const claims = JSON.stringify({
    attest,
    dest: { tn: [dest] },
    iat: iat ?? Math.floor(Date.now() / 1000),
    orig: { tn: orig },
    origid: '123e4567-e89b-12d3-a456-426655440000',
  });
  const text = `${base64url(header)}.${base64url(claims)}`;
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  const token = `${text}.${signature.toString('base64url')}`;
  return `Identity: ${token};info=<${x5u}>;alg=ES256;ppt="${ppt}"`;
}
