// SPDX-License-Identifier: Apache-2.0
// The UDP link and the text of its endpoints: both IP versions, refused packets, absurd packets.

import DockModel
import Host
import Testing
import VehicleLink

@Suite(.timeLimit(.minutes(1))) struct UDPLinkTests {
    @Test func `endpoints are read and written back`() throws {
        #expect(try LinkEndpoint("udpin:0.0.0.0:14550") == .udpListen(host: "0.0.0.0", port: 14_550))
        #expect(try LinkEndpoint("udpout:10.0.0.2:14540") == .udpSend(host: "10.0.0.2", port: 14_540))
        #expect(try LinkEndpoint("tcp:sitl:5760") == .tcp(host: "sitl", port: 5_760))
        #expect(try LinkEndpoint("udpin:[::1]:14550") == .udpListen(host: "::1", port: 14_550))
        #expect(try LinkEndpoint("udpin:[::1]:14550").description == "udpin:[::1]:14550")
    }

    @Test(arguments: [
        "", "udpin", "udpin:", "udpin:1.2.3.4", "udpin:host:99999", "udpin::14550", "serial:x:1",
        "udpin:::1:5",
    ])
    func `an endpoint that cannot be read says what is expected`(text: String) {
        #expect(throws: VehicleLinkError.self) { _ = try LinkEndpoint(text) }
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func `datagrams go both ways`(host: String) async throws {
        let clock = SystemClock()
        let listener = UDPLink(.udpListen(host: host, port: 0), clock: clock)
        let port = try #require(listener.localPort)
        let sender = UDPLink(.udpSend(host: host, port: port), clock: clock)
        #expect(!listener.send([9]))
        #expect(sender.send([1, 2, 3]))
        var arrivals = listener.arrivals.makeAsyncIterator()
        let first = try #require(await arrivals.next())
        #expect(first.bytes == [1, 2, 3])
        listener.answer(to: first.sender)
        #expect(listener.send([4]))
        var answers = sender.arrivals.makeAsyncIterator()
        #expect(await answers.next()?.bytes == [4])
        listener.close()
        sender.close()
        #expect(await arrivals.next() == nil)
    }

    @Test func `a refused packet does not end the link`() async throws {
        let clock = SystemClock()
        let closed = try DatagramSocket(listeningOn: "127.0.0.1", port: 0)
        let port = try #require(closed.localAddress?.port)
        let link = UDPLink(.udpListen(host: "127.0.0.1", port: 0), clock: clock)
        let own = try #require(link.localPort)
        link.answer(to: try SocketAddress(host: "127.0.0.1", port: port == own ? 1 : 9))
        for _ in 0..<20 { link.send([1]) }
        let peer = UDPLink(.udpSend(host: "127.0.0.1", port: own), clock: clock)
        peer.send([7])
        var arrivals = link.arrivals.makeAsyncIterator()
        #expect(await arrivals.next()?.bytes == [7])
        link.close()
        peer.close()
    }

    @Test func `empty and longest datagrams arrive`() async throws {
        let clock = SystemClock()
        let link = UDPLink(.udpListen(host: "127.0.0.1", port: 0), clock: clock)
        let peer = UDPLink(.udpSend(host: "127.0.0.1", port: try #require(link.localPort)), clock: clock)
        peer.send([])
        peer.send([UInt8](repeating: 5, count: 65_507))
        peer.send([UInt8](repeating: 5, count: 70_000))
        peer.send([1])
        var arrivals = link.arrivals.makeAsyncIterator()
        #expect(await arrivals.next()?.bytes == [])
        #expect(await arrivals.next()?.bytes.count == 65_507)
        #expect(await arrivals.next()?.bytes == [1])
        link.close()
        peer.close()
    }

    @Test func `an address that cannot be bound is trouble, not an end`() async {
        let link = UDPLink(.udpListen(host: "203.0.113.7", port: 14_550), clock: SystemClock())
        #expect(link.trouble?.contains("203.0.113.7") == true)
        #expect(!link.send([1]))
        link.close()
    }
}

@Suite struct SocketAddressTests {
    @Test func `localhost is reached by IPv4, where simulators listen`() throws {
        let address = try SocketAddress(host: "localhost", port: 14_550)
        #expect(address.description == "127.0.0.1:14550")
        let six = try SocketAddress(host: "::1", port: 14_550)
        #expect(six.description == "[::1]:14550")
    }
}
