// SPDX-License-Identifier: Apache-2.0
// The vehicle's link over a serial radio or cable. A thread of its own reads, and opens the port again, slower and
// slower, when it is unplugged; orders meanwhile are lost, never queued, because a late order is a wrong order.

internal import DockModel
internal import Foundation
public import Host
internal import Synchronization

/// A serial link.
public final class SerialLink: VehicleTransport {
    private struct State {
        var port: SerialPort?
        var trouble: String?
        var isClosed = false
    }

    /// What the settings named.
    public let endpoint: LinkEndpoint
    /// The bytes of the line in pieces; an empty piece marks a silence, so that torn frames can be dropped.
    public let arrivals: AsyncStream<Arrival>
    private let sink: AsyncStream<Arrival>.Continuation
    private let state = Mutex(State())
    private let bell = Doorbell()
    private let clock: any DockClock
    /// Real time without a byte after which the rest of a torn frame is dropped; a radio pauses between its packets.
    private static let silence = Duration.milliseconds(200)
    /// Longest dock time between two attempts to open the port.
    private static let longestPause = Duration.seconds(5)

    /// Opens the port and starts its thread; a port that is not there now is tried again.
    /// - Precondition: `endpoint` is the serial form.
    public init(_ endpoint: LinkEndpoint, clock: any DockClock) {
        guard case .serial(let path, let baud) = endpoint else {
            preconditionFailure("a serial link was given a network endpoint")
        }
        self.endpoint = endpoint
        self.clock = clock
        (arrivals, sink) = AsyncStream.makeStream(
            of: Arrival.self, bufferingPolicy: .bufferingNewest(TransportLimit.waitingArrivals))
        let thread = Thread { [self] in
            nameThisThread("vehicle-serial")
            run(path: path, baud: baud)
        }
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Why the link does not work now; nil while the port is open.
    public var trouble: String? { state.withLock { $0.trouble } }

    /// Sends bytes; false while the port is not open, or when it does not take them.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        guard let port = state.withLock({ $0.port }) else { return false }
        return port.send(bytes)
    }

    /// A line has one other end; nothing to choose.
    public func answer(to address: SocketAddress?) {}

    /// Ends the thread and the stream.
    public func close() {
        state.withLock { $0.isClosed = true }
        bell.ring()
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    private func run(path: String, baud: Int) {
        var pause = TransportLimit.reopenInterval
        while !isClosed {
            do throws(VehicleLinkError) {
                let port = try SerialPort(path: path, baud: baud)
                state.withLock { ($0.port, $0.trouble) = (port, nil) }
                pause = TransportLimit.reopenInterval
                let reason = read(port)
                state.withLock { ($0.port, $0.trouble) = (nil, reason) }
            } catch {
                state.withLock { $0.trouble = error.description }
            }
            if isClosed { break }
            bell.wait(for: max(clock.realTime(of: pause), .milliseconds(10)))
            pause = min(pause * 3 / 2, Self.longestPause)
        }
        sink.finish()
    }

    /// Reads until the port is gone; returns why.
    private func read(_ port: SerialPort) -> String {
        var isSilent = false
        while !isClosed {
            guard port.wait(for: isSilent ? TransportLimit.longestWait : Self.silence, or: bell) else {
                if !isSilent { sink.yield(Arrival(bytes: [], sender: nil)) }
                isSilent = true
                continue
            }
            switch port.receive() {
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
