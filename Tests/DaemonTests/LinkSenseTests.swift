// SPDX-License-Identifier: Apache-2.0
// Which link is in use: by a file, by the kernel's routes, and in doubt the dearest. And the office: it notices a link
// that comes back and uses it at once.

import DockModel
import Foundation
import Host
import Mailer
import Post
import Store
import Testing

@testable import RoostDaemon
@testable import Settings

private func link(_ name: String, _ kind: LinkKind, _ interface: String? = nil) -> LinkSettings {
    var link = LinkSettings(name: name, kind: kind)
    link.interface = interface
    return link
}

private let three = [
    link("fibre", .wired, "eth0"), link("modem", .lte, "wwan0"), link("sky", .satellite, "wwan1"),
]

@Suite struct LinkSenseTests {
    @Test func `the default route with the least metric counts`() {
        let head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
        let lan = "eth0\t0000A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
        let modem = "wwan0\t00000000\t0100A8C0\t0003\t0\t0\t700\t00000000\t0\t0\t0\n"
        let fibre = "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
        let rejected = "lo\t00000000\t00000000\t0200\t0\t0\t1\t00000000\t0\t0\t0\n"
        #expect(DefaultRoute.interface(ipv4: head + lan + modem + fibre, ipv6: "") == "eth0")
        #expect(DefaultRoute.interface(ipv4: head + lan + modem + rejected, ipv6: "") == "wwan0")
        #expect(DefaultRoute.interface(ipv4: head + lan, ipv6: "") == nil)
        let zero = String(repeating: "0", count: 32)
        let six =
            "\(zero) 00 \(zero) 00 fe80000000000000000000000000abcd 00000400 00000001 00000000 00450003 wwan1\n"
            + "\(zero) 00 \(zero) 00 \(zero) ffffffff 00000001 00000000 00200200 lo\n"
        #expect(DefaultRoute.interface(ipv4: head + lan, ipv6: six) == "wwan1")
        #expect(DefaultRoute.interface(ipv4: "rubbish\n\n\t\t", ipv6: "x y z\n") == nil)
    }

    @Test func `the interface of the route tells the link, and a doubt is the dearest`() {
        func read(_ route: String?) -> LinkReading { LinkSense(links: three, routes: { route }).read() }
        #expect(read("eth0") == LinkReading(link: three[0]))
        #expect(read("wwan1").link?.name == "sky" && read("wwan1").trouble == nil)
        #expect(read("usb0").link?.name == "sky" && read("usb0").trouble != nil && !read("usb0").isDown)
        #expect(read(nil).isDown)
        #expect(LinkSense(links: [], routes: { nil }).read() == LinkReading())
        #expect(LinkSense(links: [link("only", .lte)], routes: { nil }).read().link?.name == "only")
    }

    @Test func `a file tells the link, and one that says nothing is the dearest`() throws {
        let directory = try freshDirectory()
        let sense = LinkSense(links: three, file: "link", directory: directory)
        func read(_ text: String?) throws -> LinkReading {
            let path = directory + "/link"
            if let text { try text.write(toFile: path, atomically: true, encoding: .utf8) }
            return sense.read()
        }
        #expect(try read(nil).link?.name == "sky")
        #expect(try read("modem\n") == LinkReading(link: three[1]))
        #expect(try read("down\n").isDown)
        #expect(try read("").trouble != nil && read("  \n").link?.name == "sky")
        #expect(try read("fibre2").link?.name == "sky")
        #expect(try read(String(repeating: "x", count: 100_000)).link?.name == "sky")
        // A pipe that nobody writes to holds nothing up.
        try FileManager.default.removeItem(atPath: directory + "/link")
        #expect(unsafe mkfifo(directory + "/link", 0o600) == 0)
        #expect(sense.read().link?.name == "sky")
    }

    @Test func `terms follow the kind, and a long form follows only where it can`() {
        let sense = LinkSense(links: three)
        #expect(sense.terms(of: three[2]).usesShortForm && sense.terms(of: three[2]).isLongToFollow)
        #expect(!sense.terms(of: three[1]).usesShortForm)
        #expect(!LinkSense(links: [three[2]]).terms(of: three[2]).isLongToFollow)
    }

    @Test func `the office notices a link that comes back and tries at once`() throws {
        let directory = try freshDirectory()
        let database = try RoostDatabase.open(directory: directory)
        let outbox = Outbox(database)
        _ = try outbox.enqueue(
            [
                NewMail(
                    kind: "mail", priority: .normal, sender: "a@b.org", recipients: ["c@d.org"],
                    messageID: "<1@b.org>", subject: "s", octets: Array("S: s\r\n\r\nx\r\n".utf8))
            ], at: bureauTime(0))
        let path = directory + "/link"
        try "down".write(toFile: path, atomically: true, encoding: .utf8)
        // Nothing listens there: each try is a fault of the link, with a back-off of many seconds.
        let account = MailAccount(
            submission: SubmissionSettings(host: "127.0.0.1", port: 1, security: .tls), secret: { _ in "" })
        let office = PostOffice(
            outbox: outbox, database: database, account: account, clock: SystemClock(trust: .set),
            logger: silent,
            links: LinkSense(links: three, file: path), today: { _ in "2026-11-26" })
        office.start()
        defer { office.stop() }
        func wait(_ fact: () -> Bool) -> Bool {
            let condition = NSCondition(), end = Date(timeIntervalSinceNow: 10)
            condition.lock()
            defer { condition.unlock() }
            while !fact(), Date() < end { _ = condition.wait(until: Date(timeIntervalSinceNow: 0.005)) }
            return fact()
        }
        #expect(wait { office.bulletin.link?.state == .down && office.bulletin.link?.terms.link == "sky" })
        let began = Date()
        try "fibre".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(wait { office.bulletin.link?.terms.link == "fibre" })
        // The back-off after a fault is at least 15 s; the file is looked at every second.
        #expect(Date().timeIntervalSince(began) < 8)
        // A database that is busy is asked again.
        #expect(wait { (try? LinkStatus.load(from: database))??.terms.link == "fibre" })
        #expect(office.bulletin.link?.state == .down)
    }
}
