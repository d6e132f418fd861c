// SPDX-License-Identifier: Apache-2.0
// The vehicle's link over TCP, as simulators and serial servers offer it, or over a serial radio or cable. A thread of
// its own reads, and opens the line again after every end; orders meanwhile are lost, never queued, because a late
// order is a wrong order.

internal import DockModel
internal import Foundation
public import Host
internal import Synchronization

/// A link over a line that carries bytes in order.
public final class StreamLink: VehicleTransport {
    private struct State {
        var line: (any ByteLine)?
        var trouble: String?
        var isClosed = false
    }

    /// What differs between the kinds of line.
    private struct Habits {
        /// The name of the thread.
        var thread: String
        /// Real time without a byte after which the rest of a torn frame is dropped.
        var silence: Duration
        /// Longest dock time between two attempts to open the line.
        var longestPause: Duration
    }

    /// What the settings named.
    public let endpoint: LinkEndpoint
    /// The bytes of the line in pieces; an empty piece marks a silence, so that torn frames can be dropped.
    public let arrivals: AsyncStream<Arrival>
    private let sink: AsyncStream<Arrival>.Continuation
    private let state = Mutex(State())
    private let bell = Doorbell()
    private let clock: any DockClock
    private let habits: Habits
    /// Longest real time for one attempt to connect.
    private static let connectPatience = Duration.seconds(5)

    /// Starts the thread that opens the line; one that is not there now is tried again.
    /// - Precondition: `endpoint` is the TCP or the serial form.
    public init(_ endpoint: LinkEndpoint, clock: any DockClock) {
        self.endpoint = endpoint
        self.clock = clock
        switch endpoint {
        case .tcp:
            habits = Habits(
                thread: "vehicle-tcp", silence: .milliseconds(100), longestPause: TransportLimit.reopenInterval)
        case .serial:
            // A radio pauses between its packets; a port that was unplugged stays away for longer.
            habits = Habits(thread: "vehicle-serial", silence: .milliseconds(200), longestPause: .seconds(5))
        case .udpListen, .udpSend: preconditionFailure("a stream link was given a datagram endpoint")
        }
        (arrivals, sink) = AsyncStream.makeStream(
            of: Arrival.self, bufferingPolicy: .bufferingNewest(TransportLimit.waitingArrivals))
        let thread = Thread { [self] in
            nameThisThread(habits.thread)
            run()
        }
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Why the link does not work now; nil while the line is open.
    public var trouble: String? { state.withLock { $0.trouble } }

    /// Sends bytes; false while the line is not open, or when it does not take them.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        guard let line = state.withLock({ $0.line }) else { return false }
        let isSent = line.send(bytes)
        if !isSent { line.hangUp() }
        return isSent
    }

    /// A line has one other end; nothing to choose.
    public func answer(to address: SocketAddress?) {}

    /// Ends the line, the thread and the stream.
    public func close() {
        state.withLock { $0.isClosed = true }
        bell.ring()
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    private func open() throws(VehicleLinkError) -> any ByteLine {
        switch endpoint {
        case .tcp(let host, let port):
            try StreamSocket(host: host, port: port, within: Self.connectPatience, bell: bell)
        case .serial(let path, let baud): try SerialPort(path: path, baud: baud)
        case .udpListen, .udpSend: preconditionFailure("a stream link was given a datagram endpoint")
        }
    }

    private func run() {
        var pause = TransportLimit.reopenInterval
        while !isClosed {
            do throws(VehicleLinkError) {
                let line = try open()
                state.withLock { ($0.line, $0.trouble) = (line, nil) }
                pause = TransportLimit.reopenInterval
                let reason = read(line)
                state.withLock { ($0.line, $0.trouble) = (nil, reason) }
            } catch {
                state.withLock { $0.trouble = error.description }
            }
            if isClosed { break }
            bell.wait(for: max(clock.realTime(of: pause), .milliseconds(10)))
            pause = min(pause * 3 / 2, habits.longestPause)
        }
        sink.finish()
    }

    /// Reads until the line is gone; returns why.
    private func read(_ line: any ByteLine) -> String {
        var isSilent = false
        while !isClosed {
            guard line.wait(for: isSilent ? TransportLimit.longestWait : habits.silence, or: bell) else {
                if !isSilent { sink.yield(Arrival(bytes: [], sender: nil)) }
                isSilent = true
                continue
            }
            switch line.receive() {
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
