// SPDX-License-Identifier: Apache-2.0
// Between Hummingbird and the site: takes the request apart, bounds what it may carry, and writes the
// answer with its security fields. It decides nothing about the dock.

internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

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
    /// Content that is read and thrown away, so that the connection stays usable after the refusal.
    static let contentBytes = 16 * 1024
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

    func respond(to request: Request, context: ConsoleContext) async throws -> Response {
        switch await takeContent(of: request) {
        case .none, .taken: break
        case .tooLarge: return closing(.tooLarge, context.channel)
        case .tooSlow: return closing(.tooSlow, context.channel)
        }
        // The codec moves the first Host field into the authority and leaves further ones in the header.
        let further = request.headers.filter { $0.name.canonicalName == "host" }.map(\.value)
        let hosts = (request.head.authority.map { [$0] } ?? []) + further
        let reply = await site.reply(
            method: request.method.rawValue, target: request.head.path ?? "", hosts: hosts,
            authorization: request.headers[.authorization])
        context.logger.debug(
            "console request",
            metadata: ["method": "\(request.method.rawValue)", "status": "\(reply.status)"])
        if reply.isStream { return await stream(reply, isHead: request.method == .head) }
        let response = Response(
            status: HTTPResponse.Status(code: reply.status), headers: fields(of: reply),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
        return request.method == .head ? response.createHeadResponse() : response
    }

    // MARK: Content of requests, which no page wants

    private enum Content: Sendable {
        case none, taken, tooLarge, tooSlow
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
        var count = 0
        do {
            for try await piece in body {
                count += piece.readableBytes
                if count > RequestLimit.contentBytes { return .tooLarge }
            }
            return .taken
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
            if let name = HTTPField.Name(field.name) { fields[name] = field.value }
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
