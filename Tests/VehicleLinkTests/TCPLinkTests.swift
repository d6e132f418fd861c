// SPDX-License-Identifier: Apache-2.0
// The TCP link against a plain server on the loopback: bytes both ways, a server that goes away and comes
// back.

import DockModel
import Glibc
import Host
import Testing
import VehicleLink

/// A TCP server that takes one connection at a time.
private final class PlainServer {
    let listener: Int32
    let port: UInt16

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                unsafe bind(listener, raw, length) == 0 && listen(listener, 4) == 0
                    && getsockname(listener, raw, &length) == 0
            }
        }
        try #require(result)
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(listener) }

    func accept() -> Int32 { Glibc.accept(listener, nil, nil) }
}

@Suite(.timeLimit(.minutes(1))) struct TCPLinkTests {
    @Test func `bytes go both ways and a lost connection is made again`() async throws {
        let server = try PlainServer()
        let clock = PacedClock(start: WallTime(milliseconds: 0), speed: 100)
        let link = StreamLink(.tcp(host: "127.0.0.1", port: server.port), clock: clock)
        var arrivals = link.arrivals.makeAsyncIterator()
        for round in 1...2 {
            let peer = server.accept()
            var byte = UInt8(round)
            #expect(unsafe write(peer, &byte, 1) == 1)
            var piece = await arrivals.next()
            while piece?.bytes.isEmpty == true { piece = await arrivals.next() }
            #expect(piece?.bytes == [byte])
            #expect(link.send([UInt8(round + 10)]))
            var answer: UInt8 = 0
            #expect(unsafe read(peer, &answer, 1) == 1)
            #expect(answer == UInt8(round + 10))
            close(peer)
        }
        link.close()
        while await arrivals.next() != nil {}
        #expect(!link.send([1]))
    }

    @Test func `a server that is not there is trouble, not an end`() async throws {
        let clock = PacedClock(start: WallTime(milliseconds: 0), speed: 100)
        let port = try PlainServer().port
        let link = StreamLink(.tcp(host: "127.0.0.1", port: port), clock: clock)
        while link.trouble == nil { await Task.yield() }
        #expect(!link.send([1]))
        link.close()
        for await _ in link.arrivals {}
    }
}
