// SPDX-License-Identifier: Apache-2.0
// A socket, first in the clear and then under TLS, as one stream of octets. It decides nothing about SMTP;
// whoever holds it decides when TLS begins.

import DockModel
import Post

/// One stream of octets to the server.
final class Wire {
    /// What reading found.
    enum Arrival {
        case octets([UInt8])
        case ended(reason: String)
    }

    private let socket: Socket
    private var tls: TLSConnection?
    private var outgoing: [UInt8] = []
    private var written = 0
    /// Why the stream has ended, once what came before has been handed out.
    private var ending: String?

    init(socket: Socket) { self.socket = socket }

    /// Whether octets have not reached the kernel yet.
    var hasUnwritten: Bool { written < outgoing.count }
    /// Octets that crossed the socket in both directions.
    var octets: Int { socket.octets }

    /// Shakes hands; what was verified is the server's chain, dates and name. It ends within half a second
    /// once `shouldStop` says so.
    func secure(
        with connection: TLSConnection, deadline: Instant, isClockTrusted: Bool, shouldStop: () -> Bool
    ) throws(MailerError) {
        while true {
            if shouldStop() { throw .stopped }
            let isComplete: Bool
            do {
                isComplete = try connection.shakeHands(isClockTrusted: isClockTrusted)
            } catch {
                // The alert tells the server why; it may be lost, we are leaving anyway.
                outgoing += connection.drain()
                _ = writeSome()
                throw error
            }
            outgoing += connection.drain()
            if isComplete { break }
            try exchange(with: connection, deadline: deadline)
        }
        tls = connection
    }

    private func exchange(with connection: TLSConnection, deadline: Instant) throws(MailerError) {
        let ready = socket.wait(forReading: !hasUnwritten, forWriting: hasUnwritten, until: deadline)
        if ready.isWritable, let reason = writeSome() {
            throw .session(.connectionLost(during: .handshake, reason: reason))
        }
        if ready.isReadable {
            var arrived: [UInt8] = []
            switch socket.read(into: &arrived) {
            case .octets: try connection.feed(arrived)
            case .wouldBlock: break
            case .ended(let reason): throw .session(.connectionLost(during: .handshake, reason: reason))
            }
        }
        if realNow() >= deadline { throw .session(.timedOut(.handshake)) }
    }

    /// Queues octets, encrypted once TLS is there.
    func send(_ octets: [UInt8]) throws(MailerError) {
        guard let tls else {
            outgoing += octets
            return
        }
        try tls.write(octets)
        outgoing += tls.drain()
    }

    /// Waits until something can be done, at most half a second.
    func wait(until deadline: Instant) -> (isReadable: Bool, isWritable: Bool) {
        let ready = socket.wait(
            forReading: true, forWriting: hasUnwritten, until: ending == nil ? deadline : realNow())
        return (ready.isReadable || ending != nil, ready.isWritable)
    }

    /// Writes what the kernel takes; a reason when the connection has ended.
    func writeSome() -> String? {
        guard hasUnwritten else { return nil }
        switch socket.write(outgoing[written...]) {
        case .octets(let count):
            written += count
            if written == outgoing.count {
                outgoing.removeAll(keepingCapacity: true)
                written = 0
            }
            return nil
        case .wouldBlock: return nil
        case .ended(let reason): return reason
        }
    }

    /// Reads what has arrived, decrypted; no octets when nothing is complete yet.
    func readSome() -> Arrival {
        if let ending { return .ended(reason: ending) }
        var arrived: [UInt8] = []
        switch socket.read(into: &arrived) {
        case .wouldBlock: return .octets([])
        case .ended(let reason): return .ended(reason: reason)
        case .octets: break
        }
        guard let tls else { return .octets(arrived) }
        var plain: [UInt8] = []
        do throws(MailerError) {
            try tls.feed(arrived)
            while ending == nil {
                guard let piece = try tls.read() else {
                    ending = "TLS closed by the server"
                    break
                }
                if piece.isEmpty { break }
                plain += piece
            }
        } catch {
            // What was decrypted before may hold final replies: it is handed out first.
            ending = error.description
        }
        outgoing += tls.drain()
        return .octets(plain)
    }

    /// Says goodbye to TLS, as far as the kernel takes it at once.
    func close() {
        guard let tls else { return }
        tls.close()
        outgoing += tls.drain()
        _ = writeSome()
    }
}
