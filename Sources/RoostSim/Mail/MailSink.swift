// SPDX-License-Identifier: Apache-2.0
// A local submission server for demonstrations and tests: TLS, one user, mail kept as files. It listens on
// loopback only, is no relay, and sends nothing anywhere.

internal import Foundation
internal import Glibc
internal import Synchronization

/// A running mail sink. It has one thread for each port and one for each client; `stop` ends them.
public final class MailSink: Sendable {
    /// The port with STARTTLS.
    public let startTLSPort: UInt16
    /// The port with TLS from the first octet.
    public let implicitTLSPort: UInt16
    private let options: MailSinkOptions
    private let certificate: SinkCertificate
    private let folder: SinkFolder
    private let shared = Mutex(Shared())
    /// Signalled when the statistics change.
    private let change = NSCondition()

    private struct Shared {
        var stats = MailSinkStats()
        var mails: [SunkMail] = []
        var sockets: Set<Int32> = []
        var listeners: [Int32] = []
        var isStopped = false
    }

    /// Clients served at once; more wait to be accepted.
    private static let clientLimit = 64
    /// Accepted mails that `mails` remembers.
    private static let mailsRemembered = 1_000

    /// Makes certificates, opens both ports and begins to serve.
    /// - Throws: `MailSinkError` when a port is taken or a file cannot be written.
    public init(_ options: MailSinkOptions) throws(MailSinkError) {
        self.options = options
        certificate = try SinkCertificate()
        folder = try SinkFolder(options.folder)
        try SinkFolder.write(certificate.authorityPEM, to: options.authorityFile)
        // A client that leaves in mid-answer must not end the program.
        signal(SIGPIPE, SIG_IGN)
        let first = try SinkListener.open(port: options.startTLSPort)
        let second: (socket: Int32, port: UInt16)
        do {
            second = try SinkListener.open(port: options.implicitTLSPort)
        } catch {
            close(first.socket)
            throw error
        }
        startTLSPort = first.port
        implicitTLSPort = second.port
        shared.withLock { $0.listeners = [first.socket, second.socket] }
        serve(first.socket, isImplicitTLS: false)
        serve(second.socket, isImplicitTLS: true)
    }

    /// What the sink has seen so far.
    public var stats: MailSinkStats { shared.withLock { $0.stats } }

    /// Waits until that many messages are accepted; false when they are not within the time.
    public func wait(untilAccepted count: Int, within seconds: Double) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        change.lock()
        defer { change.unlock() }
        while stats.accepted < count {
            guard change.wait(until: deadline) else { return stats.accepted >= count }
        }
        return true
    }

    /// The accepted mails, oldest first; the latest thousand.
    public var mails: [SunkMail] { shared.withLock { $0.mails } }

    /// Ends all clients and closes the ports. A message without its 250 is not in the folder, or whole.
    public func stop() {
        shared.withLock { shared in
            guard !shared.isStopped else { return }
            shared.isStopped = true
            for socket in shared.sockets.union(shared.listeners) { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    private var isStopped: Bool { shared.withLock { $0.isStopped } }

    private func serve(_ listener: Int32, isImplicitTLS: Bool) {
        Thread.detachNewThread { [self] in
            while !isStopped {
                if shared.withLock({ $0.sockets.count }) >= Self.clientLimit {
                    usleep(20_000)
                    continue
                }
                let client = accept(listener, nil, nil)
                guard client >= 0 else {
                    // Out of descriptors passes; a listener that was shut down ends the loop.
                    if errno == EMFILE || errno == ENFILE || errno == ECONNABORTED || errno == EINTR {
                        usleep(20_000)
                        continue
                    }
                    break
                }
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                let isWelcome = shared.withLock { shared in
                    guard !shared.isStopped else { return false }
                    shared.sockets.insert(client)
                    shared.stats.connections += 1
                    return true
                }
                guard isWelcome else {
                    close(client)
                    break
                }
                Thread.detachNewThread { [self] in attend(client, isImplicitTLS: isImplicitTLS) }
            }
            close(listener)
            shared.withLock { $0.listeners.removeAll { $0 == listener } }
        }
    }

    private func attend(_ client: Int32, isImplicitTLS: Bool) {
        let stream = SinkStream(socket: client, silence: options.silence)
        var session = SinkSession(
            stream: stream, options: options, certificate: certificate, folder: folder,
            tell: { [self] in note($0) })
        session.run(isImplicitTLS: isImplicitTLS)
        shared.withLock { shared in
            shared.sockets.remove(client)
            close(client)
        }
    }

    private func note(_ event: SinkEvent) {
        shared.withLock { shared in
            switch event {
            case .handshake(let isResumed):
                shared.stats.handshakes += 1
                if isResumed { shared.stats.resumed += 1 }
            case .login(let isAccepted):
                if isAccepted { shared.stats.logins += 1 } else { shared.stats.refusedLogins += 1 }
            case .accepted(let mail):
                shared.stats.accepted += 1
                shared.stats.octets += mail.size
                shared.mails.append(mail)
                if shared.mails.count > Self.mailsRemembered { shared.mails.removeFirst() }
            case .refused: shared.stats.refused += 1
            case .violation: shared.stats.violations += 1
            }
        }
        change.lock()
        change.broadcast()
        change.unlock()
    }
}

/// Listening sockets on loopback.
enum SinkListener {
    /// Opens a port on 127.0.0.1; 0 takes a free one.
    static func open(port: UInt16) throws(MailSinkError) -> (socket: Int32, port: UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw .socket(doing: "socket", code: errno) }
        var yes: Int32 = 1
        unsafe setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = unsafe withUnsafeMutablePointer(to: &address) { pointer -> Int32 in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general -> Int32 in
                guard unsafe bind(listener, general, size) == 0, listen(listener, 64) == 0,
                    unsafe getsockname(listener, general, &size) == 0
                else { return errno }
                return 0
            }
        }
        guard code == 0 else {
            close(listener)
            throw .socket(doing: "listening on 127.0.0.1:\(port)", code: code)
        }
        return (listener, UInt16(bigEndian: address.sin_port))
    }
}
