// SPDX-License-Identifier: Apache-2.0
// A real Modbus TCP server for simulated devices, on libmodbus' server side: several units on one port,
// several clients, a thread for each. It decides nothing about the devices; `ServedDevice` does.

internal import CModbus
internal import Foundation
internal import Glibc
internal import Registers
internal import Synchronization

/// Why the server could not start.
public enum ModbusServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The port cannot be listened on.
    case cannotListen(port: Int, because: String)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .cannotListen(let port, let because):
            "cannot listen on port \(port): \(because); stop the other server or choose another port"
        }
    }
}

/// Serves simulated devices on 127.0.0.1.
public final class ModbusServer: Sendable {
    /// Clients that may be connected at once; further ones are closed at once.
    public static let mostClients = 32
    /// How often a waiting thread looks whether it should stop.
    static let lookMilliseconds: Int32 = 50

    /// The port that is listened on.
    public let port: Int
    private let devices: [Int: ServedDevice]
    private let state: Mutex<State>

    private struct State {
        var isStopped = false
        var threads = 0
        var clients = 0
        var accepted = 0
        var requests = 0
    }

    /// Starts serving; it goes on until `stop`.
    /// - Parameter port: 0 lets the kernel choose; see the property `port`.
    public init(devices: [ServedDevice], port: Int = 0) throws(ModbusServerError) {
        guard (0...65_535).contains(port), let context = unsafe modbus_new_tcp("127.0.0.1", Int32(port))
        else {
            throw .cannotListen(port: port, because: "no such port")
        }
        let listener = unsafe modbus_tcp_listen(context, 8)
        let reason = errno
        unsafe modbus_free(context)
        guard listener >= 0 else { throw .cannotListen(port: port, because: text(of: reason)) }
        self.devices = Dictionary(devices.map { ($0.unit, $0) }) { first, _ in first }
        self.port = boundPort(of: listener) ?? port
        state = Mutex(State(threads: 1))
        let thread = Thread { [self] in accept(on: listener) }
        thread.name = "modbus server"
        thread.start()
    }

    /// Stops serving: closes all connections and waits until no thread is left (at most about a second).
    public func stop() {
        state.withLock { $0.isStopped = true }
        for _ in 0..<40 where state.withLock({ $0.threads }) > 0 { usleep(25_000) }
    }

    /// Connections accepted since the start.
    public var acceptedConnections: Int { state.withLock { $0.accepted } }
    /// Connections that are open now.
    public var openConnections: Int { state.withLock { $0.clients } }
    /// Requests received since the start.
    public var requests: Int { state.withLock { $0.requests } }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    // MARK: Threads

    private func accept(on listener: Int32) {
        while !isStopped {
            guard isReadable(listener) else { continue }
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { continue }
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            let isWelcome = state.withLock { state in
                guard state.clients < ModbusServer.mostClients, !state.isStopped else { return false }
                state.clients += 1
                state.threads += 1
                state.accepted += 1
                return true
            }
            guard isWelcome else {
                Glibc.close(client)
                continue
            }
            let thread = Thread { [self] in serve(client) }
            thread.name = "modbus client"
            thread.start()
        }
        Glibc.close(listener)
        state.withLock { $0.threads -= 1 }
    }

    private func serve(_ client: Int32) {
        defer {
            Glibc.close(client)
            state.withLock { state in
                state.clients -= 1
                state.threads -= 1
            }
        }
        var noDelay: Int32 = 1
        unsafe setsockopt(
            client, Int32(IPPROTO_TCP), TCP_NODELAY, &noDelay, socklen_t(MemoryLayout<Int32>.size))
        guard let context = unsafe modbus_new_tcp("127.0.0.1", 0) else { return }
        defer { unsafe modbus_free(context) }
        unsafe modbus_set_socket(context, client)
        unsafe modbus_set_indication_timeout(context, 1, 0)
        var query = [UInt8](repeating: 0, count: Int(roost_modbus_max_adu_length()))
        while !isStopped {
            guard isReadable(client) else { continue }
            let count = unsafe query.withUnsafeMutableBufferPointer { bytes in
                unsafe modbus_receive(context, bytes.baseAddress)
            }
            // A torn, foreign or late request leaves the stream without a known frame border: the client
            // starts anew.
            guard count >= 8 else { return }
            state.withLock { $0.requests += 1 }
            let request = Array(query.prefix(Int(count)))
            guard hasTrueHeader(request), unsafe answer(request, on: context) else { return }
        }
    }

    private func isReadable(_ descriptor: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, ModbusServer.lookMilliseconds) > 0
    }

    // MARK: Replies

    /// Whether protocol id and length fit the frame; libmodbus does not look.
    private func hasTrueHeader(_ request: [UInt8]) -> Bool {
        request[2] == 0 && request[3] == 0 && Int(request[4]) << 8 | Int(request[5]) == request.count - 6
    }

    private func answer(_ request: [UInt8], on context: OpaquePointer) -> Bool {
        var reply = request
        guard let device = devices[Int(request[6])] else {
            return unsafe refuse(reply, code: 11, on: context)
        }
        if let unit = device.profile.transport.replyUnit { reply[6] = UInt8(truncatingIfNeeded: unit) }
        do {
            let span = try carryOut(request, device)
            guard let span else { return unsafe refuse(reply, code: 1, on: context) }
            return unsafe send(span, for: reply, on: context)
        } catch {
            return unsafe refuse(reply, code: error.code, on: context)
        }
    }

    /// What a request touched, with the words to show.
    private struct Span {
        var table: Table
        var address: Int
        var words: [UInt16]
    }

    /// Reads from or writes to the device; nil for a function that is not served.
    private func carryOut(_ request: [UInt8], _ device: ServedDevice) throws(ServedRefusal) -> Span? {
        func word(_ index: Int) -> Int { Int(request[index]) << 8 | Int(request[index + 1]) }
        guard request.count >= 12 else { return nil }
        let address = word(8)
        let argument = word(10)
        if let table = Table.allCases.first(where: { $0.readFunction == request[7] }) {
            let words = try device.words(table, address: address, count: argument)
            return Span(table: table, address: address, words: words)
        }
        let span: Span
        switch request[7] {
        case 5:
            guard argument == 0 || argument == 0xFF00 else { throw .illegalValue }
            span = Span(table: .coil, address: address, words: [argument == 0 ? 0 : 1])
        case 6:
            span = Span(table: .holding, address: address, words: [UInt16(truncatingIfNeeded: argument)])
        case 15:
            guard argument >= 1, argument <= 1_968, request.count == 13 + (argument + 7) / 8 else {
                throw .illegalValue
            }
            let bits = (0..<argument).map { UInt16(request[13 + $0 / 8] >> UInt8($0 % 8) & 1) }
            span = Span(table: .coil, address: address, words: bits)
        case 16:
            guard argument >= 1, argument <= 123, request.count == 13 + 2 * argument else {
                throw .illegalValue
            }
            let words = (0..<argument).map { UInt16(truncatingIfNeeded: word(13 + 2 * $0)) }
            span = Span(table: .holding, address: address, words: words)
        default:
            return nil
        }
        try device.apply(span.table, address: span.address, words: span.words)
        return span
    }

    /// Lets libmodbus build the reply from a mapping of just the registers that were asked for.
    private func send(_ span: Span, for request: [UInt8], on context: OpaquePointer) -> Bool {
        let start = UInt32(span.address)
        let count = UInt32(span.words.count)
        func size(_ table: Table) -> UInt32 { table == span.table ? count : 0 }
        guard
            let mapping = unsafe modbus_mapping_new_start_address(
                start, size(.coil), start, size(.discrete), start, size(.holding), start, size(.input))
        else { return false }
        defer { unsafe modbus_mapping_free(mapping) }
        for (index, word) in span.words.enumerated() {
            switch span.table {
            case .coil: unsafe mapping.pointee.tab_bits[index] = word == 0 ? 0 : 1
            case .discrete: unsafe mapping.pointee.tab_input_bits[index] = word == 0 ? 0 : 1
            case .holding: unsafe mapping.pointee.tab_registers[index] = word
            case .input: unsafe mapping.pointee.tab_input_registers[index] = word
            }
        }
        return unsafe request.withUnsafeBufferPointer { bytes in
            unsafe modbus_reply(context, bytes.baseAddress, Int32(bytes.count), mapping) > 0
        }
    }

    private func refuse(_ request: [UInt8], code: UInt8, on context: OpaquePointer) -> Bool {
        unsafe request.withUnsafeBufferPointer { bytes in
            unsafe modbus_reply_exception(context, bytes.baseAddress, UInt32(code)) > 0
        }
    }
}

/// The port that the kernel gave to a listening socket.
private func boundPort(of listener: Int32) -> Int? {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe getsockname(listener, $0, &length)
        }
    }
    return status == 0 ? Int(UInt16(bigEndian: address.sin_port)) : nil
}

/// What errno means, in words.
private func text(of code: Int32) -> String {
    guard let text = unsafe modbus_strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
}
