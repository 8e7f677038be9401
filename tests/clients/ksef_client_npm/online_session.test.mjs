// npm ksef-client, unmodified, at the host of KSeF's TEST environment, which `poligon exec` plays. The client reads
// HTTPS_PROXY by itself (undici's ProxyAgent), and Node reads NODE_EXTRA_CA_CERTS.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { KsefClient, XadesKeyPair, parseUpoXml } from "ksef-client";

import { invoice } from "./invoice.mjs";
import { seal } from "./seal.mjs";

const SELLER = "9999000004";
const BUYER = "9998000002";
const FORM_CODE = { systemCode: "FA (3)", schemaVersion: "1-0E", value: "FA" };
const PATIENCE = { pollIntervalMs: 100, maxAttempts: 100 };

let client;

before(async () => {
  client = new KsefClient({ environment: "TEST" });
  const tokens = await client.workflows.auth.authenticateWithCertificate({
    keyPair: XadesKeyPair.fromPem(seal(SELLER)),
    context: { type: "Nip", value: SELLER },
    ...PATIENCE,
  });
  client.authManager.setTokens(tokens);
});

test("the login gave tokens", async () => {
  assert.match(await client.authManager.getAccessToken(), /^ey[^.]+\.[^.]+\.[^.]+$/);
});

test("an invoice goes in and its UPO comes out by the link", async () => {
  const session = await client.workflows.sessions.online.open({ formCode: FORM_CODE, upoV43: true });
  const sent = await session.sendInvoice({ invoice: invoice(SELLER, BUYER, "FV/1") });
  const status = () => client.sessions.getSessionInvoiceStatus(session.referenceNumber, sent.referenceNumber);
  const settled = await settling(status);
  assert.equal(settled.status.code, 200, JSON.stringify(settled.status));
  assert.ok(settled.ksefNumber.startsWith(SELLER));

  await session.close();
  // The client's waitForUpo gives up at 170 (closed, not yet processed), which the specification has; so it waits here.
  await settling(() => session.status());
  const upo = await session.waitForUpo(PATIENCE);
  assert.equal(numberOf(upo), settled.ksefNumber);
  assert.ok(parseUpoXml(upo), "the client can read it");
  const ofInvoice = await client.sessions.getSessionInvoiceUpoByReferenceNumber(session.referenceNumber, sent.referenceNumber);
  assert.equal(numberOf(ofInvoice), settled.ksefNumber);
});

async function settling(ask) {
  for (let attempt = 0; attempt < PATIENCE.maxAttempts; attempt += 1) {
    const seen = await ask();
    if (seen.status.code >= 200) return seen;
    await new Promise((resolve) => setTimeout(resolve, PATIENCE.pollIntervalMs));
  }
  throw new Error("not settled in time");
}

function numberOf(upo) {
  return upo.match(/<NumerKSeFDokumentu>([^<]+)</)[1];
}
