// Signs the request with the WSSecurityCert of npm „soap”, unmodified: node sign.mjs KEY CERTIFICATE REQUEST FOLDER
import { readFileSync, writeFileSync } from 'node:fs';
import { WSSecurityCert } from 'soap';

const [key, certificate, request, folder] = process.argv.slice(2);
const text = readFileSync(request, 'utf8');
const shapes = {
  defaults: {},
  'no-timestamp': { hasTimeStamp: false },
  'wsu-ids': { hasTimeStamp: false, signerOptions: { idMode: 'wssecurity' } },
  'rsa-sha512': { hasTimeStamp: false, signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512' },
};
for (const [name, options] of Object.entries(shapes)) {
  const security = new WSSecurityCert(readFileSync(key), readFileSync(certificate, 'utf8'), '', options);
  writeFileSync(`${folder}/node-soap-${name}.xml`, security.postProcess(text, 'soapenv'));
}
