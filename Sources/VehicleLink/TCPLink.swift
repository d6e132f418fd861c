// SPDX-License-Identifier: Apache-2.0
// The vehicle's link over TCP, as simulators and serial servers offer it. A thread of its own reads, and
// connects again after every end; orders meanwhile are lost, never queued, because a late order is a wrong
// order.

internal import DockModel
internal import Foundation
public import Host
internal import Synchronization

/// A TCP link to a server.
public final class TCPLink: VehicleTransport {
    private struct State {
        var socket: StreamSocket?
        var trouble: String?
        var isClosed = false
    }

    /// What the settings named.
    public let endpoint: LinkEndpoint
    /// The bytes of the stream in pieces; an empty piece marks a silence, so that torn frames can be dropped.
    public let arrivals: AsyncStream<Arrival>
    private let sink: AsyncStream<Arrival>.Continuation
    private let state = Mutex(State())
    private let bell = Doorbell()
    private let clock: any DockClock
    /// Longest real time for one attempt to connect.
    private static let connectPatience = Duration.seconds(5)
    /// Real time without a byte after which the rest of a torn frame is dropped.
    private static let silence = Duration.milliseconds(100)

    /// Starts connecting.
    /// - Precondition: `endpoint` is the TCP form.
    public init(_ endpoint: LinkEndpoint, clock: any DockClock) {
        guard case .tcp(let host, let port) = endpoint else {
            preconditionFailure("a TCP link was given a UDP endpoint")
        }
        self.endpoint = endpoint
        self.clock = clock
        (arrivals, sink) = AsyncStream.makeStream(
            of: Arrival.self, bufferingPolicy: .bufferingNewest(TransportLimit.waitingArrivals))
        let thread = Thread { [self] in
            nameThisThread("vehicle-tcp")
            run(host: host, port: port)
        }
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Why the link does not work now; nil while it is connected.
    public var trouble: String? { state.withLock { $0.trouble } }

    /// Sends bytes; false while there is no connection.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        guard let socket = state.withLock({ $0.socket }) else { return false }
        let isSent = socket.send(bytes)
        if !isSent { socket.hangUp() }
        return isSent
    }

    /// A stream has one other end; nothing to choose.
    public func answer(to address: SocketAddress?) {}

    /// Ends the connection, the thread and the stream.
    public func close() {
        state.withLock { $0.isClosed = true }
        bell.ring()
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    private func run(host: String, port: UInt16) {
        while !isClosed {
            do throws(VehicleLinkError) {
                let socket = try StreamSocket(
                    host: host, port: port, within: Self.connectPatience, bell: bell)
                state.withLock { ($0.socket, $0.trouble) = (socket, nil) }
                let reason = read(socket)
                state.withLock { ($0.socket, $0.trouble) = (nil, reason) }
            } catch {
                state.withLock { $0.trouble = error.description }
            }
            if isClosed { break }
            bell.wait(for: max(clock.realTime(of: TransportLimit.reopenInterval), .milliseconds(10)))
        }
        sink.finish()
    }

    /// Reads until the connection ends; returns why.
    private func read(_ socket: StreamSocket) -> String {
        var isSilent = false
        while !isClosed {
            guard socket.wait(for: isSilent ? TransportLimit.longestWait : Self.silence, or: bell) else {
                if !isSilent { sink.yield(Arrival(bytes: [], sender: nil)) }
                isSilent = true
                continue
            }
            switch socket.receive() {
            case .bytes(let bytes):
                sink.yield(Arrival(bytes: bytes, sender: nil))
                isSilent = false
            case .nothing: continue
            case .ended(let reason):
                sink.yield(Arrival(bytes: [], sender: nil))
                return "\(endpoint): \(reason)"
            }
        }
        return "closed"
    }
}
