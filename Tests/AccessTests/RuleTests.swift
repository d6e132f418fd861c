// SPDX-License-Identifier: Apache-2.0
// The rules that know no page: waiting after wrong passwords, lives of sessions, proxies, forms, tickets, budgets.

import DockModel
import Testing

@testable import Access

private func at(_ seconds: Double) -> Instant { Instant(nanoseconds: Int64(seconds * 1e9)) }

@Suite struct SignInGuardTests {
    @Test
    func `the sixth wrong password of a name waits, and each further one twice as long up to five minutes`() {
        var book = SignInGuard()
        var waits: [Double] = []
        for number in 0..<12 {
            waits.append(book.noteFailure(user: "kim", address: "10.0.0.\(number)", now: at(0)).inSeconds)
        }
        #expect(waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 300, 300, 300])
        #expect(book.wait(user: "kim", address: "10.9.9.9", now: at(10)).inSeconds == 290)
        #expect(book.wait(user: "kim", address: "10.9.9.9", now: at(300)) == .zero)
        #expect(book.wait(user: "lee", address: "10.9.9.9", now: at(10)) == .zero)
    }

    @Test func `an address that guesses at many names waits up to a quarter of an hour`() {
        var book = SignInGuard()
        var last = Duration.zero
        for number in 0..<30 {
            last = book.noteFailure(user: "user\(number)", address: "2001:db8::1", now: at(0))
        }
        #expect(last == .seconds(900))
        // Its neighbour in the same network is it again; a stranger is not.
        #expect(book.wait(user: "new", address: "2001:db8::2", now: at(1)) > .zero)
        #expect(book.wait(user: "new", address: "2001:db9::2", now: at(1)) == .zero)
    }

    @Test func `a right password clears the name and not the address`() {
        var book = SignInGuard()
        for _ in 0..<11 { _ = book.noteFailure(user: "kim", address: "10.0.0.1", now: at(0)) }
        book.noteSuccess(user: "kim")
        #expect(book.wait(user: "kim", address: "10.0.0.2", now: at(1)) == .zero)
        #expect(book.wait(user: "kim", address: "10.0.0.1", now: at(1)) > .zero)
    }

    @Test func `a flood of names does not fill the memory, and who waits is remembered`() {
        var book = SignInGuard()
        for _ in 0..<9 { _ = book.noteFailure(user: "kim", address: "10.0.0.1", now: at(0)) }
        for number in 0..<20_000 {
            _ = book.noteFailure(
                user: "u\(number)", address: "10.1.\(number / 250).\(number % 250)", now: at(1))
        }
        #expect(book.count <= SignInGuard.mostKeys)
        #expect(book.wait(user: "kim", address: "10.3.3.3", now: at(2)) > .zero)
    }
}

@Suite struct SessionLifeTests {
    @Test func `a session ends when it is idle, at its longest, and with the machine`() {
        let life = SessionLife()
        #expect(!life.isOver(begun: at(0), seen: at(1_000), now: at(2_799)))
        #expect(life.isOver(begun: at(0), seen: at(1_000), now: at(2_800)))
        #expect(life.isOver(begun: at(0), seen: at(43_190), now: at(43_200)))
        #expect(life.isOver(begun: at(5_000), seen: at(5_000), now: at(10)))
        #expect(!life.isToBeNoted(seen: at(0), now: at(59)) && life.isToBeNoted(seen: at(0), now: at(60)))
    }
}

@Suite struct RequestBudgetTests {
    @Test func `a burst is let through, then a steady rate, each address for itself`() {
        var budget = RequestBudget(perSecond: 2, burst: 5)
        for _ in 0..<5 { #expect(budget.take("10.0.0.1", now: at(0)) == nil) }
        #expect(budget.take("10.0.0.1", now: at(0)) == 1)
        #expect(budget.take("10.0.0.2", now: at(0)) == nil)
        #expect(budget.take("10.0.0.1", now: at(0.5)) == nil)
        #expect(budget.take("10.0.0.1", now: at(0.5)) == 1)
        // A clock that goes back gives nothing away.
        #expect(budget.take("10.0.0.1", now: at(0)) == 1)
    }

    @Test func `many addresses do not fill the memory`() {
        var budget = RequestBudget(perSecond: 1, burst: 2)
        for number in 0..<10_000 { _ = budget.take("10.2.\(number / 250).\(number % 250)", now: at(0)) }
        #expect(budget.count <= RequestBudget.mostAddresses)
    }
}

@Suite struct ProxyTrustTests {
    private var trust: ProxyTrust {
        ProxyTrust(["10.0.0.0/8", "fd00::/8", "127.0.0.1"].compactMap { NetworkPrefix($0) })
    }

    @Test func `only a proxy of ours is believed, and only the last hop that is none`() {
        #expect(trust.client(peer: "203.0.113.9", forwardedFor: ["127.0.0.1"]) == "203.0.113.9")
        #expect(trust.client(peer: "10.1.1.1", forwardedFor: ["198.51.100.7"]) == "198.51.100.7")
        #expect(
            trust.client(peer: "10.1.1.1", forwardedFor: ["1.2.3.4, 198.51.100.7, 10.2.2.2"])
                == "198.51.100.7")
        #expect(trust.client(peer: "10.1.1.1", forwardedFor: ["1.2.3.4", "198.51.100.7"]) == "198.51.100.7")
        #expect(trust.client(peer: "local", forwardedFor: ["[2001:db8::1]:4711"]) == "2001:db8::1")
        for bad in [[], [""], ["unknown"], ["10.9.9.9"], ["1.2.3.4, <script>"]] {
            #expect(trust.client(peer: "10.1.1.1", forwardedFor: bad) == nil)
        }
    }

    @Test func `ranges are read strictly and compared bit by bit`() {
        for (range, address, isIn) in [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
            ("192.0.2.128/25", "192.0.2.127", false),
            ("192.0.2.128/25", "192.0.2.200", true), ("fd00::/8", "fdff::1", true),
            ("fd00::/8", "fe00::1", false),
            ("0.0.0.0/0", "8.8.8.8", true), ("127.0.0.1", "::ffff:127.0.0.1", true), ("::1", "::1", true),
        ] {
            #expect(NetworkPrefix(range)?.contains(address) == isIn, "\(range) \(address)")
        }
        for bad in [
            "", "10.0.0.0/33", "10.0.0/8", "010.0.0.1", "fd00::/129", "1::2::3", "10.0.0.0/08", "x", ":::",
            "::/-1",
        ] {
            #expect(NetworkPrefix(bad) == nil, "\(bad)")
        }
        #expect(NetworkPrefix.isLoopback("127.8.8.8") && NetworkPrefix.isLoopback("::1"))
        #expect(!NetworkPrefix.isLoopback("128.0.0.1") && !NetworkPrefix.isLoopback("localhost"))
    }
}

@Suite struct FormContentTests {
    private func form(_ text: String) -> FormContent? { FormContent(Array(text.utf8)) }

    @Test func `fields are read with their escapes`() throws {
        let form = try #require(self.form("name=+kim+&password=a%26b%3D+c&empty=&note=gr%C3%BCn"))
        #expect(
            form.text("name") == "kim" && form.secret("password") == "a&b= c" && form.text("empty") == nil)
        #expect(form.text("note") == "grün" && form.keys == ["empty", "name", "note", "password"])
        #expect(FormContent([])?.keys == [])
    }

    @Test(arguments: [
        "a=1&a=2", "a", "=1", "a=%", "a=%2", "a=%zz", "a=%00", "a=%0D%0ASet-Cookie:+x", "a=%FF", "a=1&&b=2",
        "a=%7F",
        String(repeating: "x", count: 17_000), (0..<40).map { "f\($0)=1" }.joined(separator: "&"),
    ])
    func `what is doubtful is no form`(text: String) {
        #expect(form(text) == nil)
    }

    @Test func `a cookie is found once or not at all`() {
        #expect(FormContent.cookie("roost", in: ["a=b; roost=1; c=d"]) == "1")
        #expect(FormContent.cookie("roost", in: ["roost=1", "roost=2"]) == nil)
        #expect(FormContent.cookie("roost", in: ["xroost=1; roost2=2"]) == nil)
    }

    @Test func `a form of another site is told from ours`() {
        #expect(OriginRule.isOurs(origin: nil, fetchSite: nil, host: "dock:1", isSecure: false))
        #expect(
            OriginRule.isOurs(
                origin: "http://dock:1", fetchSite: "same-origin", host: "dock:1", isSecure: false))
        for (origin, site) in [
            ("http://evil.example", nil), ("null", nil), (nil, "cross-site"), (nil, "same-site"),
            ("http://dock:2", nil), ("http://dock:1", "cross-site"),
        ] as [(String?, String?)] {
            #expect(!OriginRule.isOurs(origin: origin, fetchSite: site, host: "dock:1", isSecure: false))
        }
        #expect(!OriginRule.isOurs(origin: "http://dock:1", fetchSite: nil, host: "dock:1", isSecure: true))
    }
}

@Suite struct TicketBookTests {
    @Test func `a ticket is good once, for its holder, for two minutes`() {
        var book = TicketBook<Int>()
        book.issue(7, to: "kim", hash: "a", now: at(0))
        #expect(book.redeem("a", by: "lee", now: at(1)) == nil)
        #expect(book.redeem("a", by: "kim", now: at(1)) == 7)
        #expect(book.redeem("a", by: "kim", now: at(1)) == nil)
        book.issue(8, to: "kim", hash: "b", now: at(0))
        #expect(book.redeem("b", by: "kim", now: at(120)) == nil)
        for number in 0..<1_000 { book.issue(number, to: "kim", hash: "\(number)", now: at(200)) }
        #expect(book.count == TicketBook<Int>.mostTickets)
    }
}
