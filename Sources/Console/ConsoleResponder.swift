// SPDX-License-Identifier: Apache-2.0
// Between Hummingbird and the site: takes the request apart, bounds what it may carry, and writes the
// answer with its security fields. It decides nothing about the dock.

internal import Access
internal import DockModel
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Synchronization

/// A request context that keeps the connection, so that an abusive one can be closed.
struct ConsoleContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

/// Limits of a request.
enum RequestLimit {
    /// Content that is read: a form at most. Of a request without use for it, it is thrown away.
    static let contentBytes = FormContent.mostOctets
    /// Time in which that content must arrive.
    static let contentTime = Duration.seconds(5)
    /// Time for an over-long sender to read the refusal before the connection is closed.
    static let lingerTime = Duration.milliseconds(300)
    /// One header field, and all together.
    static let headerFieldBytes = 8 * 1024, headerBytes = 16 * 1024
    /// Number of header fields.
    static let headerFields = 64
    /// Seconds without a whole request after which a connection is closed; ends slow senders of headers.
    static let idleSeconds: Int64 = 15
    /// Connections at a time; further ones wait in the backlog of the kernel.
    static let connections = 256
}

/// Answers requests from the site.
struct ConsoleResponder: HTTPResponder {
    typealias Context = ConsoleContext

    let site: ConsoleSite
    /// Whether connections come over a unix socket and have no address.
    var isSocket = false
    /// Where refusals are told.
    var logger: Logger?

    func respond(to request: Request, context: ConsoleContext) async throws -> Response {
        let address = isSocket ? ProxyTrust.socketPeer : context.channel.remoteAddress?.ipAddress
        var content: [UInt8] = [], isWhole = true
        switch await takeContent(of: request) {
        case .none: break
        case .taken(let octets): content = octets
        case .tooLarge where site.map != nil && (request.head.path ?? "").hasPrefix(MapDoor.prefix):
            // A map server's word names each picture; what it says is in its address. The rest is not wanted.
            (content, isWhole) = ([], false)
        case .tooLarge:
            note(ConsoleReply.tooLarge, request, address)
            return closing(.tooLarge, context.channel)
        case .tooSlow:
            note(ConsoleReply.tooSlow, request, address)
            return closing(.tooSlow, context.channel)
        }
        // Whoever is gone already has no address, and must not pass for this machine.
        guard let address else { return closing(.badRequest, context.channel) }
        // The codec moves the first Host field into the authority and leaves further ones in the header.
        let further = request.headers.filter { $0.name.canonicalName == "host" }.map(\.value)
        let hosts = (request.head.authority.map { [$0] } ?? []) + further
        let reply = await site.answer(
            ConsoleRequest(
                method: request.method.rawValue, target: request.head.path ?? "", hosts: hosts, peer: address,
                authorization: request.headers[.authorization], cookies: values("cookie", request),
                contentType: request.headers[.contentType], origin: request.headers[.origin],
                fetchSite: values("sec-fetch-site", request).first,
                forwardedFor: values("x-forwarded-for", request),
                forwardedProto: values("x-forwarded-proto", request), content: content))
        if reply.status >= 400 { note(reply, request, address) }
        guard isWhole else { return closing(reply, context.channel) }
        context.logger.debug(
            "console request",
            metadata: ["method": "\(request.method.rawValue)", "status": "\(reply.status)"])
        if reply.isStream { return await stream(reply, isHead: request.method == .head) }
        let response = Response(
            status: HTTPResponse.Status(code: reply.status), headers: fields(of: reply),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func values(_ name: String, _ request: Request) -> [String] {
        request.headers.filter { $0.name.canonicalName == name }.map(\.value)
    }

    /// Tells a refusal in the log, seldom enough that nobody can fill a disk by asking.
    private func note(_ reply: ConsoleReply, _ request: Request, _ address: String?) {
        guard let logger, Self.refusals.isToBeTold() else { return }
        let target = String((request.head.path ?? "").unicodeScalars.prefix(80).map { scalar in
            scalar.isASCII && scalar.value > 32 && scalar.value != 127 ? Character(scalar) : "?"
        })
        logger.info("console: \(address ?? "?") \(request.method.rawValue.prefix(16)) \(target): \(reply.status)")
    }

    private static let refusals = RefusalLog()

    // MARK: Content of requests

    private enum Content: Sendable {
        case none, taken([UInt8]), tooLarge, tooSlow
    }

    private func takeContent(of request: Request) async -> Content {
        if let length = request.headers[.contentLength] {
            guard let bytes = Int(length), bytes <= RequestLimit.contentBytes else { return .tooLarge }
            if bytes == 0 { return .none }
        } else if !request.headers.contains(.transferEncoding) {
            return .none
        }
        return await withTaskGroup(of: Content.self) { group in
            group.addTask { await drain(request.body) }
            group.addTask {
                // Cancelled as soon as the content is there; either way this child has nothing to add.
                try? await Task.sleep(for: RequestLimit.contentTime)
                return .tooSlow
            }
            let first = await group.next() ?? .tooSlow
            group.cancelAll()
            return first
        }
    }

    private func drain(_ body: RequestBody) async -> Content {
        var octets: [UInt8] = []
        do {
            for try await piece in body {
                guard octets.count + piece.readableBytes <= RequestLimit.contentBytes else { return .tooLarge }
                octets += piece.readableBytesView
            }
            return .taken(octets)
        } catch {
            // The peer went away or the time is over; the refusal then goes nowhere.
            return .tooSlow
        }
    }

    // MARK: Writing

    func fields(of reply: ConsoleReply) -> HTTPFields {
        var fields = HTTPFields()
        fields[.contentType] = reply.contentType
        for field in reply.fields + reply.securityFields {
            // A value that is no field's is left out whole: no text of ours splits an answer.
            if let name = HTTPField.Name(field.name), HTTPField.isValidValue(field.value) { fields[name] = field.value }
        }
        return fields
    }

    /// A refusal after which the connection is closed, since the rest of its request is not wanted.
    private func closing(_ reply: ConsoleReply, _ channel: any Channel) -> Response {
        var headers = fields(of: reply)
        headers[.connection] = "close"
        let body = ByteBuffer(bytes: reply.body)
        return Response(
            status: HTTPResponse.Status(code: reply.status), headers: headers,
            body: ResponseBody(contentLength: reply.body.count) { writer in
                try await writer.write(body)
                try await writer.finish(nil)
                // First our end only: closing at once would reset the connection and lose the refusal on
                // its way.
                try await channel.close(mode: .output)
                try await Task.sleep(for: RequestLimit.lingerTime)
                try await channel.close()
            })
    }
}

/// How many refusals the log is told of: a few a second are enough to see that somebody tries.
final class RefusalLog: Sendable {
    private let budget = Mutex((left: 20.0, at: ContinuousClock.now))

    /// Whether one more is told.
    func isToBeTold() -> Bool {
        budget.withLock { budget in
            let now = ContinuousClock.now
            budget.left = min(20, budget.left + budget.at.duration(to: now).inSeconds * 2)
            budget.at = now
            guard budget.left >= 1 else { return false }
            budget.left -= 1
            return true
        }
    }
}
