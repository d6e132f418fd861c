// SPDX-License-Identifier: Apache-2.0
// One connection to an MQTT 5 broker, by libmosquitto. What the library would send by itself, acknowledgements among
// it, waits until `flush`: so its owner decides when a message counts as taken. It belongs to one thread, never
// reconnects by itself and never retries: a link that failed is thrown away.

internal import CMosquitto
internal import Fleet
internal import Glibc

/// How a broker is reached.
public struct BrokerAddress: Sendable, Equatable {
    /// Host and port.
    public var host: String, port: Int
    /// The certificates; nil for a connection in the clear.
    public var certificates: BrokerCertificates?
    /// The longest silence, s.
    public var keepAliveSeconds = 60

    /// An address.
    public init(host: String, port: Int, certificates: BrokerCertificates? = nil) {
        (self.host, self.port, self.certificates) = (host, port, certificates)
    }
}

/// Who vouches for the broker, and who we are.
public struct BrokerCertificates: Sendable, Equatable {
    /// PEM file of the authority that vouches for the broker; nil for those of the system.
    public var authorityFile: String?
    /// PEM files of our certificate and its key; nil to show none.
    public var certificateFile: String?, keyFile: String?

    /// The files.
    public init(authorityFile: String?, certificateFile: String?, keyFile: String?) {
        (self.authorityFile, self.certificateFile, self.keyFile) = (authorityFile, certificateFile, keyFile)
    }
}

/// Why a link to a broker is of no use.
public enum BrokerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It could not be prepared: a certificate that cannot be read.
    case notPrepared(String)
    /// The broker cannot be reached, or went away.
    case lost(String)
    /// The broker does not want us.
    case refused(String)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .notPrepared(let reason): "the connection to the broker cannot be prepared: \(reason)"
        case .lost(let reason): "the broker is away: \(reason)"
        case .refused(let reason):
            "the broker refuses us: \(reason) (check the certificate and the broker's access list)"
        }
    }
}

/// What came over a link.
enum BrokerNews: Sendable {
    /// The broker took us; whether it still knew our session.
    case connected(hasSession: Bool)
    /// What we published under this number was taken; nil, or refused with a reason.
    case published(number: Int32, refusal: String?, code: Int32)
    /// The broker took our subscription, or refused it.
    case subscribed(isTaken: Bool)
    /// A message.
    case message(topic: String, octets: [UInt8])
    /// The connection ended.
    case ended(String)
}

/// Where the library's callbacks leave what they heard; they run within calls of the link, on its thread.
private final class BrokerInbox {
    var news: [BrokerNews] = []
}

/// A connection to a broker.
@safe final class BrokerLink {
    /// The library is set up once and never taken down: other links may be in use.
    private static let isReady: Bool = mosquitto_lib_init() == Int32(MOSQ_ERR_SUCCESS.rawValue)
    /// Packets that are read before the socket is asked again whether there is more.
    private static let packetsPerLook = 256

    private let inbox = BrokerInbox()
    private let handle: OpaquePointer

    /// A link that is not open yet. `session` keeps what the broker holds for us for so many seconds after the end of a
    /// connection; nil begins anew each time. `window` is how many messages the broker may send ahead of our
    /// acknowledgement.
    init(
        _ address: BrokerAddress, name: String, session: UInt32?, window: Int,
        will: (topic: String, octets: [UInt8])?
    )
        throws(BrokerError)
    {
        guard Self.isReady else { throw .notPrepared("libmosquitto cannot be set up") }
        let keeper = unsafe Unmanaged.passUnretained(inbox).toOpaque()
        guard let made = unsafe mosquitto_new(name, session == nil, keeper) else {
            throw .notPrepared("libmosquitto gives no connection for the name \(name)")
        }
        unsafe handle = made
        // The handle is ours from here on: when one of these throws it is given back with us.
        try prepare(address, window: window, will: will)
        try open(address, session: session)
    }

    /// Closes the connection at once; nothing that waits for `flush` is sent.
    deinit { unsafe mosquitto_destroy(handle) }

    private func prepare(_ address: BrokerAddress, window: Int, will: (topic: String, octets: [UInt8])?)
        throws(BrokerError)
    {
        try check(unsafe roost_mosquitto_version5(handle, Int32(window)))
        // What is to be sent waits for loop_write, instead of leaving from within the call that made it.
        try check(unsafe mosquitto_threaded_set(handle, true))
        if let files = address.certificates {
            let system: String? = files.authorityFile == nil ? "/etc/ssl/certs" : nil
            try check(
                unsafe mosquitto_tls_set(
                    handle, files.authorityFile, system, files.certificateFile, files.keyFile, nil))
        }
        if let will {
            try check(
                unsafe mosquitto_will_set(handle, will.topic, Int32(will.octets.count), will.octets, 1, true))
        }
        setCallbacks()
    }

    private func open(_ address: BrokerAddress, session: UInt32?) throws(BrokerError) {
        var properties: OpaquePointer?
        defer { unsafe mosquitto_property_free_all(&properties) }
        if let session { try check(unsafe roost_mosquitto_keep_session(&properties, session)) }
        let code = unsafe mosquitto_connect_bind_v5(
            handle, address.host, Int32(address.port), Int32(address.keepAliveSeconds), nil, properties)
        guard code == 0 else {
            let reason = code == MOSQ_ERR_ERRNO.rawValue ? errnoText() : Self.words(code)
            throw .lost("\(address.host):\(address.port): \(reason)")
        }
    }

    private func setCallbacks() {
        unsafe mosquitto_connect_v5_callback_set(handle) { _, keeper, code, flags, _ in
            guard let inbox = unsafe BrokerLink.inbox(keeper) else { return }
            if code == 0 {
                inbox.news.append(.connected(hasSession: flags & 1 == 1))
            } else {
                inbox.news.append(.ended("refused: \(BrokerLink.reason(code))"))
            }
        }
        unsafe mosquitto_disconnect_v5_callback_set(handle) { _, keeper, code, _ in
            unsafe BrokerLink.inbox(keeper)?.news.append(.ended(BrokerLink.words(code)))
        }
        unsafe mosquitto_publish_v5_callback_set(handle) { _, keeper, number, code, _ in
            let refusal: String? = code >= 0x80 ? BrokerLink.reason(code) : nil
            unsafe BrokerLink.inbox(keeper)?.news.append(
                .published(number: number, refusal: refusal, code: code))
        }
        unsafe mosquitto_subscribe_v5_callback_set(handle) { _, keeper, _, count, granted, _ in
            let isTaken = unsafe count > 0 && granted.map { unsafe $0.pointee < 0x80 } == true
            unsafe BrokerLink.inbox(keeper)?.news.append(.subscribed(isTaken: isTaken))
        }
        unsafe mosquitto_message_v5_callback_set(handle) { _, keeper, message, _ in
            guard let inbox = unsafe BrokerLink.inbox(keeper), let message = unsafe message?.pointee,
                let topic = unsafe message.topic
            else { return }
            let octets = unsafe Array(
                UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen)))
            inbox.news.append(.message(topic: unsafe String(cString: topic), octets: octets))
        }
    }

    private static func inbox(_ keeper: UnsafeMutableRawPointer?) -> BrokerInbox? {
        unsafe keeper.map { unsafe Unmanaged<BrokerInbox>.fromOpaque($0).takeUnretainedValue() }
    }

    // MARK: - Use

    /// Queues a message at QoS 1; the number under which its end is told. It leaves with the next flush.
    func publish(_ topic: FleetTopic, _ octets: [UInt8], retain: Bool = false) throws(BrokerError) -> Int32 {
        var number: Int32 = 0
        try check(
            unsafe mosquitto_publish_v5(
                handle, &number, topic.description, Int32(octets.count), octets, 1, retain, nil))
        return number
    }

    /// Asks for messages at QoS 1.
    func subscribe(_ filter: String) throws(BrokerError) {
        try check(unsafe mosquitto_subscribe_v5(handle, nil, filter, 1, 0, nil))
    }

    /// Waits until something comes, at most for a span, and reads what is there, up to about `limit` messages. Only
    /// with `isWriting` does what was queued leave. `bell` is a descriptor that ends the wait when it can be read.
    func turn(milliseconds: Int32, isWriting: Bool, bell: Int32 = -1, limit: Int = 1_000) throws(BrokerError)
        -> [BrokerNews]
    {
        let socket = unsafe mosquitto_socket(handle)
        guard socket >= 0 else { return try drain() }
        var asked = [
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
            pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
        ]
        // Before anything is read: what is read now is not to be acknowledged by this call.
        if isWriting {
            try check(unsafe mosquitto_loop_write(handle, 1))
            if unsafe mosquitto_want_write(handle) { asked[0].events |= Int16(POLLOUT) }
        }
        let count = unsafe poll(&asked, bell >= 0 ? 2 : 1, milliseconds)
        if count > 0, asked[0].revents & ~Int16(POLLOUT) != 0 { try read(limit: limit) }
        try check(unsafe mosquitto_loop_misc(handle))
        return try drain()
    }

    private func read(limit: Int) throws(BrokerError) {
        var look = pollfd(fd: unsafe mosquitto_socket(handle), events: Int16(POLLIN), revents: 0)
        repeat {
            for _ in 0..<Self.packetsPerLook {
                let before = inbox.news.count
                try check(unsafe mosquitto_loop_read(handle, 1))
                // Nothing whole was there.
                if inbox.news.count == before { break }
                if inbox.news.count >= limit { return }
            }
            guard unsafe mosquitto_socket(handle) >= 0 else { return }
        } while unsafe poll(&look, 1, 0) > 0 && inbox.news.count < limit
    }

    /// Sends all that waits, acknowledgements among it, within a span.
    func flush(milliseconds: Int32) throws(BrokerError) {
        var left = milliseconds
        while unsafe mosquitto_want_write(handle) {
            try check(unsafe mosquitto_loop_write(handle, 1))
            guard unsafe mosquitto_want_write(handle) else { return }
            guard left > 0 else { throw .lost("it takes nothing any more") }
            var look = pollfd(fd: unsafe mosquitto_socket(handle), events: Int16(POLLOUT), revents: 0)
            _ = unsafe poll(&look, 1, min(left, 100))
            left -= 100
        }
    }

    /// Says goodbye: the last will is not told then.
    func end() {
        // A link that is gone already needs no goodbye.
        guard unsafe mosquitto_disconnect_v5(handle, 0, nil) == 0 else { return }
        _ = unsafe mosquitto_loop_write(handle, 1)
    }

    private func drain() throws(BrokerError) -> [BrokerNews] {
        let news = inbox.news
        inbox.news.removeAll(keepingCapacity: true)
        for case .ended(let reason) in news {
            throw reason.hasPrefix("refused: ") ? .refused(String(reason.dropFirst(9))) : .lost(reason)
        }
        return news
    }

    private func check(_ code: Int32) throws(BrokerError) {
        guard code != 0 else { return }
        if code == MOSQ_ERR_INVAL.rawValue || code == MOSQ_ERR_TLS.rawValue {
            throw .notPrepared(Self.words(code) + " (check that the certificate files can be read)")
        }
        // A refusal of the broker says more than the end of the connection that follows it.
        for case .ended(let reason) in inbox.news where reason.hasPrefix("refused: ") {
            throw .refused(String(reason.dropFirst(9)))
        }
        throw .lost(code == MOSQ_ERR_ERRNO.rawValue ? errnoText() : Self.words(code))
    }

    private static func words(_ code: Int32) -> String { unsafe String(cString: mosquitto_strerror(code)) }
    private static func reason(_ code: Int32) -> String {
        unsafe String(cString: mosquitto_reason_string(code))
    }
    private func errnoText() -> String { unsafe String(cString: strerror(errno)) }
}
