// SPDX-License-Identifier: Apache-2.0
// The words of NodeODM (its API description, version 2.2): what is asked, as requests, and what its answers mean. A node
// answers most refusals with status 200 and a member `error`; every member that is used is checked for its type.

internal import Post

/// The interface of a NodeODM node.
public struct NodeODM: Sendable {
    private let server: MapServer
    private let token: String?

    /// The interface; `token` is what the node wants to see, if it wants one.
    public init(_ server: MapServer, token: String?) { (self.server, self.token) = (server, token) }

    /// The request that asks something about a map; nil where a node has no word for it.
    public func request(_ ask: MapAsk, _ job: MapJob, _ terms: MapTerms) -> MapRequest? {
        let uuid = MapRequest.escaped(job.uuid)
        var request: MapRequest
        switch ask {
        case .seek: return nil
        case .greet: request = MapRequest("GET", target("/info"))
        case .create:
            request = MapRequest("POST", target("/task/new/init"))
            request.head = [MapField("set-uuid", job.uuid)]
            var fields = [MapField("name", job.name), MapField("options", MapOptions.list(terms.options))]
            if !terms.outputs.isEmpty { fields.append(MapField("outputs", MapOptions.list(terms.outputs))) }
            if let webhook = server.webhook {
                fields.append(MapField("webhook", "\(webhook)/map/\(job.uuid)"))
            }
            request.body = .parts(fields, image: nil)
        case .upload(let image):
            request = MapRequest("POST", target("/task/new/upload/\(uuid)"))
            request.body = .parts([], image: image)
        case .commit: request = MapRequest("POST", target("/task/new/commit/\(uuid)"))
        case .look: request = MapRequest("GET", target("/task/\(uuid)/info"))
        case .cancel, .restart:
            request = MapRequest("POST", target(ask == .cancel ? "/task/cancel" : "/task/restart"))
            request.body = .form([MapField("uuid", job.uuid)])
        case .fetch: request = MapRequest("GET", target("/task/\(uuid)/download/all.zip"))
        }
        return request
    }

    /// Where people find the map.
    public func link(_ job: MapJob) -> String {
        "\(server.address)/task/\(MapRequest.escaped(job.uuid))/download/all.zip"
    }

    private func target(_ path: String) -> String {
        token.map { "\(path)?token=\(MapRequest.escaped($0))" } ?? path
    }

    /// What an answer means.
    public func reply(to ask: MapAsk, _ answer: MapAnswer) -> MapReply {
        if let fault = MapOptions.fault(of: answer) { return fault }
        guard answer.status == 200 else {
            return .nonsense("the server answered with status \(answer.status)")
        }
        guard let json = JSONNode(answer.body), case .object = json else {
            return .nonsense("the server's answer is no JSON object")
        }
        if let error = json["error"] {
            guard let words = error.text else { return .nonsense("the server's error is no text") }
            return Self.meaning(ofError: words)
        }
        switch ask {
        case .greet:
            guard json["version"]?.text != nil, json["taskQueueCount"]?.count != nil else {
                return .nonsense("the answer is none of NodeODM's to /info")
            }
            switch json["maxImages"] {
            case nil, .null?: return .host(mostImages: nil)
            case let most?:
                guard let count = most.count, count > 0 else {
                    return .nonsense("maxImages is no number of pictures")
                }
                return .host(mostImages: count)
            }
        case .create, .commit:
            guard let uuid = json["uuid"]?.text, !uuid.isEmpty else {
                return .nonsense("the answer names no task")
            }
            return .made(uuid)
        case .upload, .cancel, .restart:
            guard case .flag(let isDone)? = json["success"] else {
                return .nonsense("the answer tells no success")
            }
            return isDone ? .taken : .refused("without a reason")
        case .look: return Self.status(json)
        case .seek, .fetch: return .nonsense("the answer does not fit")
        }
    }

    private static func meaning(ofError words: String) -> MapReply {
        let text = words.lowercased()
        if text.contains("token") || text.contains("unauthorized") { return .locked(words) }
        // "UUID not found", "Invalid uuid (not found)", "Invalid UUID".
        let isUnknown = text.hasSuffix("not found") || text.hasPrefix("invalid uuid")
        return isUnknown ? .unknown(words) : .refused(words)
    }

    private static func status(_ json: JSONNode) -> MapReply {
        guard let uuid = json["uuid"]?.text, let code = json["status"]?["code"]?.count else {
            return .nonsense("the answer tells no state of a task")
        }
        let state: MapStatus.State
        switch code {
        case 10: state = .queued
        case 20: state = .running
        case 30: state = .failed
        case 40: state = .completed
        case 50: state = .cancelled
        default: return .nonsense("the task's state is \(code), which means nothing")
        }
        let progress = json["progress"]?.double ?? 0
        guard (0...100).contains(progress) else {
            return .nonsense("the task's progress is not from 0 to 100")
        }
        return .status(
            MapStatus(
                uuid: uuid, state: state, progress: progress,
                message: json["status"]?["errorMessage"]?.text ?? ""))
    }
}

/// What both interfaces share.
enum MapOptions {
    /// Options as a server takes them: `[{"name":"dsm","value":true}]`.
    static func list(_ options: [String: String]) -> String {
        let items = options.sorted { $0.key < $1.key }.map {
            "{\"name\":\(JSONNode.quoted($0.key)),\"value\":\($0.value)}"
        }
        return "[\(items.joined(separator: ","))]"
    }

    /// Texts as a JSON list.
    static func list(_ texts: [String]) -> String { "[\(texts.map(JSONNode.quoted).joined(separator: ","))]" }

    /// What the status of an answer says about all interfaces alike; nil when it says nothing.
    static func fault(of answer: MapAnswer) -> MapReply? {
        switch answer.status {
        case 401, 403: .locked("the server does not let the dock in (status \(answer.status))")
        case 404: .unknown("the server knows nothing of it (status 404)")
        case 408, 425, 429, 500...599: .away("the server says to come again (status \(answer.status))")
        default: nil
        }
    }
}

extension JSONNode {
    /// A finite number; nil when this is none.
    var double: Double? {
        guard case .number(let digits) = self, let value = Double(digits), value.isFinite else { return nil }
        return value
    }

    /// A whole number of things; nil when this is none.
    var count: Int? {
        guard let double, double >= 0, double < 1e9, double == double.rounded() else { return nil }
        return Int(double)
    }
}
