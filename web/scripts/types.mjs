// Writes src/api/schema.d.ts from ../api/openapi.yaml; with --check only says whether it is stale.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../../api/openapi.yaml', import.meta.url);
const target = new URL('../src/api/schema.d.ts', import.meta.url);

const header = '// Generated from api/openapi.yaml by `npm run types`. Do not edit.\n\n';
const fresh = header + astToString(await openapiTS(source, { defaultNonNullable: false }));

if (process.argv.includes('--check')) {
  const present = await readFile(target, 'utf8').catch(() => '');
  if (present !== fresh) {
    console.error('src/api/schema.d.ts is stale: run `npm run types` in web/');
    process.exit(1);
  }
  console.log('src/api/schema.d.ts agrees with api/openapi.yaml');
} else {
  await writeFile(target, fresh);
}
