// SPDX-License-Identifier: Apache-2.0
// What the owner of a line needs from its connection: one transaction at a time, in bounded real time.
// A link holds no policy: it neither retries nor waits for a device that is away.

internal import CModbus
internal import DockModel
internal import Glibc
internal import Registers

/// Why a transaction on a link failed.
enum LinkFailure: Error, Equatable, CustomStringConvertible {
    case cannotOpen(String)
    case timedOut
    case disconnected(String)
    case mismatch(ReplyMismatch)
    case checksum

    var description: String {
        switch self {
        case .cannotOpen(let because), .disconnected(let because): because
        case .timedOut: "no answer"
        case .mismatch(let mismatch): "another \(mismatch.rawValue)"
        case .checksum: "a wrong check sum"
        }
    }
}

/// One connection, used by one thread.
protocol ModbusLink: AnyObject {
    /// Whether the connection is open as far as known.
    var isOpen: Bool { get }
    /// Times the connection was opened.
    var opened: Int { get }
    /// Frames or bytes that arrived although nothing was asked, since last taken.
    var strays: Int { get set }
    /// Sends a request and waits for its reply, opening the connection when needed.
    /// - Parameters:
    ///   - within: the longest real time for all of it.
    ///   - gap: silence that the device needs before a request.
    func transact(_ request: ModbusRequest, within: Duration, gap: Duration) throws(LinkFailure)
        -> ModbusReply
    /// Opens the connection without asking anything, for devices that need a rest after it.
    func connect(within: Duration) throws(LinkFailure)
    /// Closes the connection.
    func close()
}

extension FieldbusLine {
    /// A connection to this line; nothing is opened yet.
    func makeLink() -> any ModbusLink {
        switch self {
        case .tcp(let host, let port): TCPLink(host: host, port: port)
        case .serial(let path, let format): SerialLink(path: path, format: format)
        }
    }
}

/// A point in real time, for time-outs of sockets and serial lines.
struct Deadline: Comparable {
    private let end: Int64

    /// The deadline at a value of `now()`.
    init(at nanoseconds: Int64) { end = nanoseconds }

    /// The deadline that lies `span` of real time ahead.
    init(after span: Duration) { end = Deadline.now() &+ min(max(0, span.nanoseconds), Int64.max / 2) }

    /// Real time that is left, never negative.
    var left: Duration { .nanoseconds(max(0, end - Deadline.now())) }
    /// Whether it has passed.
    var isOver: Bool { Deadline.now() >= end }
    /// The time left for poll(2), rounded up so that it never spins.
    var pollMilliseconds: Int32 {
        Int32(clamping: (max(0, end - Deadline.now()) + 999_999) / 1_000_000)
    }

    static func < (left: Deadline, right: Deadline) -> Bool { left.end < right.end }

    /// Nanoseconds of CLOCK_MONOTONIC.
    static func now() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// What errno means, in words.
func errnoText(_ code: Int32) -> String {
    guard let text = unsafe modbus_strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
}

/// Waits on a descriptor; true when one of the wanted events, or an error, is there.
func waitFor(_ descriptor: Int32, events: Int32, until deadline: Deadline) -> Bool {
    while true {
        var entry = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
        let ready = unsafe poll(&entry, 1, deadline.pollMilliseconds)
        if ready > 0 { return true }
        if ready < 0 && errno != EINTR { return true }
        if deadline.isOver { return false }
    }
}

/// Sleeps on the line's own thread.
func pause(_ span: Duration) {
    let deadline = Deadline(after: span)
    while !deadline.isOver { _ = poll(nil, 0, deadline.pollMilliseconds) }
}
