// A company's seal from `poligon certs issue`: Node itself cannot make certificates.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** PEM texts of certificate and key for this NIP. */
export function seal(nip) {
  const folder = mkdtempSync(join(tmpdir(), "poligon-npm-"));
  try {
    const out = join(folder, "seal");
    const state = join(folder, "state");
    const order = ["--profile", "ksef-seal", "--nip", nip, "--out", out, "--state", state];
    execFileSync(process.env.POLIGON_BIN, ["certs", "issue", ...order], { stdio: "ignore" });
    const read = (ending) => readFileSync(join(out, readdirSync(out).find((name) => name.endsWith(ending))), "utf8");
    return { certificatePem: read(".cert.pem"), privateKeyPem: read(".key.pem") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
