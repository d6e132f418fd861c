// SPDX-License-Identifier: Apache-2.0
// News to a browser as server-sent events: one small task a reader, which ends with the reader, with the console, or
// when the reader does not take what it is sent. It asks the dock nothing that others do not ask too.

internal import Hummingbird
internal import NIOCore
internal import ServiceLifecycle

extension ConsoleResponder {
    /// A stream of news; refused when there are too many readers.
    func stream(_ reply: ConsoleReply, isHead: Bool) async -> Response {
        let head = fields(of: reply)
        if isHead { return Response(status: .ok, headers: head) }
        guard await site.readers.enter() else {
            var refusal = ConsoleReply.problem(503, "too many readers of news; load the page again instead")
            refusal.fields = [("Retry-After", "60")]
            return Response(
                status: .serviceUnavailable, headers: fields(of: refusal),
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: refusal.body)))
        }
        let site = site
        return Response(
            status: .ok, headers: head,
            body: ResponseBody { writer in
                do {
                    try await writer.write(ByteBuffer(string: DockNews.greeting))
                    var listener = NewsListener()
                    while !Task.isShuttingDownGracefully {
                        if let event = listener.take(await site.news()) {
                            try await writer.write(ByteBuffer(string: event))
                        }
                        try await Task.sleep(for: DockNews.lookPeriod)
                    }
                } catch {
                    await site.readers.leave()
                    throw error
                }
                await site.readers.leave()
                try await writer.finish(nil)
            })
    }
}
