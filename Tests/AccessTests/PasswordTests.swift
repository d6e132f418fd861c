// SPDX-License-Identifier: Apache-2.0
// Names, passwords and secrets: scrypt against the vectors of RFC 7914, and what is kept and what is not.

import DockModel
import Testing

@testable import Access

@Suite struct PasswordTests {
    @Test func `scrypt gives what RFC 7914 says`() {
        // RFC 7914, section 12, the second vector (N=1024, r=8, p=16), its first 32 octets; salt "NaCl" is shorter than
        // ours, so the derivation is asked itself.
        let key = PasswordHash.derive("password", Array("NaCl".utf8), .init(ln: 10, r: 8, p: 16))
        #expect(
            key.map(SHA256.hexadecimal)
                == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162")
    }

    @Test func `a password matches its own hash alone, and two hashes of it differ`() throws {
        let hash = try #require(PasswordHash(of: "correct horse", cost: .small))
        #expect(hash.matches("correct horse") && !hash.matches("correct horsf") && !hash.matches(""))
        let kept = try #require(PasswordHash(hash.description))
        #expect(kept == hash && kept.matches("correct horse"))
        #expect(PasswordHash(of: "correct horse", cost: .small) != hash)
        #expect(!hash.description.contains("horse"))
        #expect(!PasswordHash(cost: .small).matches(""))
    }

    @Test(arguments: [
        "", "scrypt$4$1$1$00$00",
        "scrypt$30$8$1$\(String(repeating: "0", count: 32))$\(String(repeating: "0", count: 64))",
        "bcrypt$4$1$1$\(String(repeating: "0", count: 32))$\(String(repeating: "0", count: 64))",
        "scrypt$4$1$1$\(String(repeating: "g", count: 32))$\(String(repeating: "0", count: 64))",
        "scrypt$4$999$1$\(String(repeating: "0", count: 32))$\(String(repeating: "0", count: 64))",
    ])
    func `a kept text that is no hash, or asks for too much memory, is none`(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test func `names and passwords are judged by length and plainness`() {
        for good in ["kim", "a", "night.shift-2", "0x"] { #expect(AccountRule.fault(ofName: good) == nil) }
        for bad in ["", "Kim", ".kim", "kim/..", "kim<b>", "k im", "kïm", String(repeating: "k", count: 33)] {
            #expect(AccountRule.fault(ofName: bad) != nil, "\(bad)")
        }
        #expect(AccountRule.fault(ofPassword: "a long enough one", for: "kim") == nil)
        for bad in ["short", "aaaaaaaaaaaa", "kimkimkimkim\n", String(repeating: "abcd", count: 65)] {
            #expect(AccountRule.fault(ofPassword: bad, for: "kim") != nil, "\(bad)")
        }
        #expect(AccountRule.fault(ofPassword: "Night.Shift-2", for: "night.shift-2") != nil)
    }

    @Test func `roles include the ones below`() {
        #expect(
            Role.operate.includes(.view) && Role.administer.includes(.operate)
                && !Role.view.includes(.operate))
    }

    @Test func `a secret is read back from its text, and its hash tells nothing of it`() throws {
        let secret = BearerSecret()
        #expect(BearerSecret(secret.text) == secret && BearerSecret(secret.token) == secret)
        #expect(BearerSecret() != secret)
        #expect(Set([secret.text, secret.hash, secret.formToken]).count == 3)
        for bad in [
            "", "roost_", secret.text + "0", String(secret.text.dropLast()), secret.text.uppercased() + "g",
        ] {
            #expect(BearerSecret(bad) == nil)
        }
    }
}
