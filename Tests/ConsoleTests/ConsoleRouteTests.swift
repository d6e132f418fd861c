// SPDX-License-Identifier: Apache-2.0
// Which paths and hosts exist: all others must be refused, in every disguise.

import Testing

@testable import Console

@Suite struct ConsoleRouteTests {
    @Test func `the pages have their paths`() {
        #expect(ConsoleRoute(target: "/") == .overview(isLive: false))
        #expect(ConsoleRoute(target: "/?live") == .overview(isLive: true))
        #expect(ConsoleRoute(target: "/mailbox") == .mailbox(page: 1))
        #expect(ConsoleRoute(target: "/mailbox?page=3") == .mailbox(page: 3))
        #expect(ConsoleRoute(target: "/mailbox/000001.eml") == .mail("000001.eml"))
        #expect(ConsoleRoute(target: "/mailbox/1@a.b+c=d_e-f/html") == .mailHTML("1@a.b+c=d_e-f"))
        #expect(ConsoleRoute(target: "/mailbox/1/raw") == .rawMail("1"))
        #expect(ConsoleRoute(target: "/healthz?x=1") == .health)
        #expect(ConsoleRoute(target: "/hardware?page=2") == .hardware(page: 2))
        #expect(ConsoleRoute(target: "/wear/cover-motor/chart.svg") == .wearChart("cover-motor"))
        #expect(ConsoleRoute(target: "/incidents/held") == .heldBack(page: 1))
        #expect(ConsoleRoute(target: "/incidents/1790300000000-12") == .incident("1790300000000-12"))
        #expect(ConsoleRoute(target: "/api/incidents/held?page=4") == .json(.heldBack(page: 4)))
        #expect(ConsoleRoute(target: "/api/openapi.json") == .openAPI)
    }

    @Test func `no two paths of the table are the same`() {
        let paths = ConsoleEndpoint.all.map(\.path)
        #expect(Set(paths).count == paths.count)
    }

    @Test(arguments: [
        "", "mailbox", "//", "/mailbox/", "/mailbox/..", "/mailbox/../etc/passwd", "/mailbox/%2e%2e",
        "/mailbox/%2e%2e%2fx",
        "/mailbox/.hidden", "/mailbox/-x", "/mailbox/a..b", "/mailbox/a%00b", "/mailbox/a\0b", "/mailbox/a b",
        "/mailbox/é",
        "/mailbox/a\\b", "/mailbox/a/other", "/mailbox/a/raw/", "/mailbox/a//raw", "/mailbox/a/html/x",
        "/MAILBOX",
        "/mailbox?page=0", "/mailbox?page=-1", "/mailbox?page=99999999999999999999", "/mailbox?page=1e3",
        "/mailbox?page=",
        "/mailbox?x", "/api", "/api/", "/api/status/", "/wear/", "/wear/..", "/wear/p1/chart", "/wear/p1/chart.svg/",
        "/incidents/held/", "/incidents/a/b",
        "/hardware?page=0", "/api/wear/", "/api/incidents/%2e%2e", "/live.js/", "/metrics/",
        "/index.html", "http://127.0.0.1/", "*",
    ])
    func `other paths have no page`(target: String) {
        #expect(ConsoleRoute(target: target) == nil)
    }

    @Test func `names and targets have a longest length`() {
        let longest = String(repeating: "a", count: ConsoleRoute.longestMailID)
        #expect(ConsoleRoute(target: "/mailbox/\(longest)") == .mail(longest))
        #expect(ConsoleRoute(target: "/mailbox/\(longest)a") == nil)
        #expect(ConsoleRoute(target: "/?" + String(repeating: "a", count: 1_023)) == nil)
    }
}

@Suite struct HostRuleTests {
    @Test(arguments: [
        "127.0.0.1", "127.0.0.1:8080", "127.1.2.3:1", "localhost", "LocalHost:65535", "[::1]:8080", "[::1]",
    ])
    func `a console on loopback answers to loopback`(authority: String) {
        #expect(HostRule(listeningOn: "127.0.0.1").allows(authority))
        #expect(HostRule(listeningOn: "::1").allows(authority))
    }

    @Test(arguments: [
        "", "evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example",
        "192.168.1.5",
        "[fe80::1]:80", "127.0.0.1:x", "127.0.0.1:", "127.0.0.1:123456", "127.1", "0177.0.0.1", "2130706433",
        "[::1", "[::1]x",
        "[localhost]", "user@127.0.0.1", "127.0.0.1/", "localhost\0", "local host", "[]", ":80", "0.0.0.0",
    ])
    func `a console on loopback answers to nothing else`(authority: String) {
        #expect(!HostRule(listeningOn: "127.0.0.1").allows(authority))
    }

    @Test func `a console on the network answers to addresses and known names only`() {
        let rule = HostRule(listeningOn: "0.0.0.0", names: ["Dock3.example"])
        #expect(rule.allows("192.168.1.5:8080"))
        #expect(rule.allows("[fd00::3]:8080"))
        #expect(rule.allows("dock3.example"))
        #expect(!rule.allows("evil.example"))
        #expect(!rule.allows("[xyz::1]"))
    }
}
