// SPDX-License-Identifier: Apache-2.0
// The forms of requests, the meaning of answers, and the two machines that decide when an endpoint is asked.

import DockModel
import Post
import Testing

@Suite struct OAuthTests {
    private func body(_ request: OAuthRequest) -> String { String(decoding: request.body, as: UTF8.self) }

    private func answer(_ status: Int, _ text: String, type: String = "application/json") -> OAuthAnswer {
        OAuthAnswer(status: status, mediaType: type, body: Array(text.utf8))
    }

    @Test func `each grant has its form`() {
        let client = OAuthClient(id: "a b", proof: .form(secret: "x&y=z"))
        let refresh = OAuthRequest(
            token: .refreshToken("r+1"), scope: "s t", client: client, url: "https://t/")
        #expect(
            body(refresh) == "grant_type=refresh_token&refresh_token=r%2B1&scope=s+t&client_id=a+b"
                + "&client_secret=x%26y%3Dz")
        let basic = OAuthRequest(
            token: .clientCredentials, scope: "s", client: OAuthClient(id: "a:b", proof: .basic(secret: "ü")),
            url: "https://t/")
        // "a%3Ab:%C3%BC" in base64.
        #expect(basic.authorization == "Basic YSUzQWI6JUMzJUJD")
        #expect(body(basic) == "grant_type=client_credentials&scope=s")
        let device = OAuthRequest(
            token: .deviceCode("d"), scope: "s", client: OAuthClient(id: "c"), url: "https://t/")
        #expect(
            body(device)
                == "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=d&client_id=c"
        )
        let shown = "\(refresh) \(String(reflecting: basic))"
        #expect(!shown.contains("x&y") && !shown.contains("YSUz") && shown.contains("https://t/"))
    }

    @Test func `a token is taken with its lifetime`() {
        let good = answer(
            200,
            #"{"access_token":"at","token_type":"BEARER","expires_in":3599,"refresh_token":"r","x":[1,{}]}"#,
            type: "application/json; charset=utf-8")
        #expect(good == .token(OAuthToken(access: "at", lifetime: .seconds(3_599), refresh: "r")))
        let text = answer(200, #"{"access_token":"at","token_type":"Bearer","expires_in":"60"}"#)
        #expect(text == .token(OAuthToken(access: "at", lifetime: .seconds(60))))
        let unsaid = answer(200, #"{"access_token":"at","token_type":"Bearer"}"#)
        #expect(unsaid == .token(OAuthToken(access: "at", lifetime: .seconds(600))))
        #expect(!"\(good)".contains("at,") && !String(reflecting: good).contains("\"at\""))
    }

    @Test(arguments: [
        #"{"access_token":"at"}"#, #"{"access_token":"at","token_type":"mac"}"#,
        #"{"access_token":"","token_type":"Bearer"}"#, #"{"access_token":"a b","token_type":"Bearer"}"#,
        #"{"access_token":"a\u0001b","token_type":"Bearer"}"#,
        #"{"access_token":["at"],"token_type":"Bearer"}"#,
        #"{"access_token":"at","token_type":"Bearer","expires_in":-1}"#,
        #"{"access_token":"at","token_type":"Bearer","expires_in":1e400}"#,
        #"{"access_token":"at","access_token":"other","token_type":"Bearer"}"#,
        #"{"access_token":"at","token_type":"Bearer"} {}"#, "", "[]", "null", "{", "\u{FEFF}{}",
        #"{"access_token":"at","token_type":"Bearer","refresh_token":"a\nb"}"#,
    ])
    func `an answer that the RFC does not know gives no token`(text: String) {
        guard case .unusable = answer(200, text) else {
            Issue.record("\(text) gave \(answer(200, text))")
            return
        }
    }

    @Test func `a page in place of an answer gives no token`() {
        guard case .unusable = answer(200, #"{"access_token":"at","token_type":"Bearer"}"#, type: "text/html")
        else {
            Issue.record("taken")
            return
        }
        guard case .unusable = answer(302, "") else {
            Issue.record("a redirect was taken")
            return
        }
    }

    @Test func `an error is told in one clean line`() {
        let fault = answer(400, #"{"error":"invalid_grant","error_description":"a\r\nb\u0000 \u202e"}"#)
        #expect(fault == .refused(error: "invalid_grant", words: "a  b   "))
        #expect(answer(401, #"{"error":"invalid_client"}"#) == .refused(error: "invalid_client", words: ""))
        let busy = OAuthAnswer(status: 503, mediaType: nil, body: [], retryAfter: "30")
        #expect(busy == .unavailable(reason: "status 503", retryAfter: .seconds(30)))
        #expect(
            answer(400, #"{"error":"temporarily_unavailable"}"#)
                == .unavailable(reason: "temporarily_unavailable", retryAfter: nil))
        let date = OAuthAnswer(
            status: 429, mediaType: nil, body: [], retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT")
        #expect(date == .unavailable(reason: "status 429", retryAfter: nil))
    }

    @Test func `random octets never trap the reader of JSON`() {
        var state: UInt64 = 42
        let letters = Array(#"{}[]",:\u0dD8ace+-.truefalsn 19"#.utf8) + [0, 0xC3, 0xFF]
        for _ in 0..<20_000 {
            var octets: [UInt8] = []
            state = state &* 6_364_136_223_846_793_005 &+ 1
            for _ in 0..<Int(state >> 59) {
                state = state &* 6_364_136_223_846_793_005 &+ 1
                octets.append(letters[Int(state >> 33) % letters.count])
            }
            _ = JSONNode(octets)
        }
        #expect(JSONNode(Array(String(repeating: "[", count: 100_000).utf8)) == nil)
        #expect(JSONNode(Array(#""\ud83d\ude00\/\u00e9""#.utf8)) == .text("😀/é"))
        for bad in [
            #""\ud83d""#, #""\ude00""#, "01", "1.", "-", "+1", "1e", "tru", "'a'", "[1,]", #"{"a":1,}"#,
            "\"\t\"",
        ] {
            #expect(JSONNode(Array(bad.utf8)) == nil, "\(bad)")
        }
    }

    @Test func `a statement is encoded as RFC 7515 says`() {
        let statement = JWTAssertion.clientProof(
            id: "c\"d", endpoint: "https://t/", algorithm: .ps256, certificateDigest: [0xFB, 0xFF, 0x00],
            unique: "u")
        var signed: [UInt8] = []
        let text = statement.signed(at: WallTime(seconds: 1_700_000_000)) { octets in
            signed = octets
            return [0xFF, 0xFE]
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        #expect(parts.count == 3 && parts[2] == "__4" && !text.contains("="))
        #expect(String(decoding: signed, as: UTF8.self) == parts[0] + "." + parts[1])
        // {"alg":"PS256","typ":"JWT","x5t#S256":"-_8A"}
        #expect(parts[0] == "eyJhbGciOiJQUzI1NiIsInR5cCI6IkpXVCIsIng1dCNTMjU2IjoiLV84QSJ9")
    }

    // MARK: - The log-in on another device

    private let codes = DeviceCodes(
        deviceCode: "d", userCode: "U", address: "https://a/", completeAddress: nil, lifetime: .seconds(100),
        interval: .seconds(5))

    @Test func `a log-in asks no faster than it is told`() {
        var login = DeviceLogin(codes, at: Instant(seconds: 0))
        #expect(login.begin(at: Instant(seconds: 0)) == .ask(at: Instant(seconds: 5)))
        let pending = OAuthAnswer.refused(error: "authorization_pending", words: "")
        #expect(login.take(pending, at: Instant(seconds: 6)) == .ask(at: Instant(seconds: 11)))
        let slow = OAuthAnswer.refused(error: "slow_down", words: "")
        #expect(login.take(slow, at: Instant(seconds: 11)) == .ask(at: Instant(seconds: 21)))
        #expect(login.take(pending, at: Instant(seconds: 21)) == .ask(at: Instant(seconds: 31)))
        #expect(login.noAnswer(at: Instant(seconds: 31)) == .ask(at: Instant(seconds: 51)))
        let token = OAuthToken(access: "at", lifetime: .seconds(60), refresh: "r")
        #expect(login.take(.token(token), at: Instant(seconds: 51)) == .done(token))
    }

    @Test func `a log-in ends with its codes`() {
        var login = DeviceLogin(codes, at: Instant(seconds: 0))
        let pending = OAuthAnswer.refused(error: "authorization_pending", words: "")
        #expect(login.take(pending, at: Instant(seconds: 96)) == .failed(.expired))
        for (error, fault) in [("expired_token", DeviceLoginFault.expired), ("access_denied", .denied)] {
            #expect(login.take(.refused(error: error, words: ""), at: Instant(seconds: 1)) == .failed(fault))
        }
        guard
            case .failed(.refused) = login.take(
                .refused(error: "invalid_client", words: ""), at: Instant(seconds: 1))
        else {
            Issue.record("a refusal goes on")
            return
        }
    }

    @Test func `codes are read with their bounds`() throws {
        func read(_ text: String) -> DeviceCodes? {
            // A refusal is nil here; its words are tested with the endpoint.
            try? DeviceCodes.read(status: 200, mediaType: "application/json", body: Array(text.utf8)).get()
        }
        let good = try #require(
            read(#"{"device_code":"d","user_code":"U","verification_url":"https://a/","expires_in":1800}"#))
        #expect(good.interval == .seconds(5) && good.lifetime == .seconds(1_800))
        for bad in [
            #"{"device_code":"d","user_code":"U","verification_uri":"http://a/","expires_in":1800}"#,
            #"{"device_code":"d","user_code":"U\u001b[2J","verification_uri":"https://a/","expires_in":1800}"#,
            #"{"device_code":"d","user_code":"U","verification_uri":"https://a/"}"#, "{}", "",
        ] { #expect(read(bad) == nil, "\(bad)") }
    }

    // MARK: - The token at hand

    @Test func `a token is renewed before its end and a refusal renews it once`() {
        var keeper = TokenKeeper()
        #expect(keeper.advice(at: Instant(seconds: 0)) == .fetch)
        keeper.take(OAuthToken(access: "a", lifetime: .seconds(3_600)), at: Instant(seconds: 0))
        #expect(keeper.advice(at: Instant(seconds: 3_299)) == .use("a"))
        #expect(keeper.advice(at: Instant(seconds: 3_301)) == .fetch)
        #expect(keeper.advice(at: Instant(seconds: 100), isRefused: true) == .fetch)
        keeper.take(OAuthToken(access: "b", lifetime: .seconds(3_600)), at: Instant(seconds: 101))
        guard case .rest(let fault) = keeper.advice(at: Instant(seconds: 102), isRefused: true) else {
            Issue.record("a second refresh")
            return
        }
        #expect(fault.needsPerson && fault.retryAfter >= .seconds(900))
        guard case .rest = keeper.advice(at: Instant(seconds: 1_000)) else {
            Issue.record("asked within a quarter of an hour")
            return
        }
        #expect(keeper.advice(at: Instant(seconds: 1_003)) == .fetch)
    }

    @Test func `a short token is not renewed at once`() {
        var keeper = TokenKeeper()
        keeper.take(OAuthToken(access: "a", lifetime: .seconds(120)), at: Instant(seconds: 0))
        #expect(keeper.advice(at: Instant(seconds: 30)) == .use("a"))
        #expect(keeper.advice(at: Instant(seconds: 61)) == .fetch)
    }

    @Test func `an endpoint that is down costs no log-in while the token is good`() {
        var keeper = TokenKeeper()
        keeper.take(OAuthToken(access: "a", lifetime: .seconds(3_600)), at: Instant(seconds: 0))
        #expect(keeper.noAnswer("down", at: Instant(seconds: 3_400), jitter: 0.5) == .use("a"))
        #expect(keeper.advice(at: Instant(seconds: 3_410)) == .use("a"))
        guard case .rest(let fault) = keeper.noAnswer("down", at: Instant(seconds: 3_590), jitter: 0.5) else {
            Issue.record("a token in its last seconds was used")
            return
        }
        #expect(!fault.needsPerson && fault.retryAfter < .seconds(120))
    }
}
