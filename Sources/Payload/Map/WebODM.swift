// SPDX-License-Identifier: Apache-2.0
// The words of WebODM: what is asked, as requests, and what its answers mean. WebODM chooses the id of a task itself, so
// a task is found again by its name; it is made in parts, so that it waits for its pictures.

internal import Post

/// The interface of a WebODM application.
public struct WebODM: Sendable {
    private let server: MapServer
    private let token: String

    /// The interface with the token of a log-in.
    public init(_ server: MapServer, token: String) { (self.server, self.token) = (server, token) }

    /// The request that logs in.
    public static func login(user: String, password: String) -> MapRequest {
        var request = MapRequest("POST", "/api/token-auth/")
        request.body = .form([MapField("username", user), MapField("password", password)])
        return request
    }

    /// The token that a log-in gave, or why it gave none.
    public static func token(_ answer: MapAnswer) -> Result<String, MapFault> {
        // A wrong password is a bad request to WebODM.
        if answer.status == 400 { return .failure(MapFault(.locked("the server refuses user or password"))) }
        if let fault = MapOptions.fault(of: answer) { return .failure(MapFault(fault)) }
        guard answer.status == 200, let token = JSONNode(answer.body)?["token"]?.text, !token.isEmpty,
            token.utf8.allSatisfy({ (33...126).contains($0) })
        else { return .failure(MapFault(.nonsense("the answer to the log-in holds no token"))) }
        return .success(token)
    }

    /// The request that asks something about a map.
    public func request(_ ask: MapAsk, _ job: MapJob, _ terms: MapTerms) -> MapRequest {
        let project = "/api/projects/\(server.project)/"
        let tasks = project + "tasks/"
        let task = tasks + MapRequest.escaped(job.uuid) + "/"
        var request: MapRequest
        switch ask {
        case .greet: request = MapRequest("GET", project)
        case .seek:
            request = MapRequest("GET", tasks)
            // All tasks of the project with their options.
            request.longestAnswer = 16 << 20
        case .create:
            request = MapRequest("POST", tasks)
            let fields = [
                MapField("partial", "true"), MapField("name", job.name),
                MapField("auto_processing_node", "true"), MapField("options", MapOptions.list(terms.options)),
            ]
            request.body = .parts(fields, image: nil)
        case .upload(let image):
            request = MapRequest("POST", task + "upload/")
            request.body = .parts([], image: image)
        case .commit: request = MapRequest("POST", task + "commit/")
        case .look: request = MapRequest("GET", task)
        case .cancel: request = MapRequest("POST", task + "cancel/")
        case .restart: request = MapRequest("POST", task + "restart/")
        case .fetch: request = MapRequest("GET", task + "assets/odm_report/stats.json")
        }
        request.head.append(MapField("Authorization", "JWT \(token)"))
        return request
    }

    /// The request for the orthophoto.
    public func orthophoto(_ job: MapJob) -> MapRequest {
        var request = MapRequest(
            "GET",
            "/api/projects/\(server.project)/tasks/\(MapRequest.escaped(job.uuid))/download/orthophoto.tif")
        request.head.append(MapField("Authorization", "JWT \(token)"))
        return request
    }

    /// Where people find the map.
    public static func link(_ server: MapServer, _ job: MapJob) -> String {
        "\(server.address)/map/project/\(server.project)/task/\(MapRequest.escaped(job.uuid))/"
    }

    /// What an answer means.
    public func reply(to ask: MapAsk, _ job: MapJob, _ answer: MapAnswer) -> MapReply {
        if let fault = MapOptions.fault(of: answer) { return fault }
        let json = JSONNode(answer.body)
        guard (200...299).contains(answer.status) else {
            return answer.status == 400
                ? .refused(Self.words(json)) : .nonsense("the server answered with status \(answer.status)")
        }
        guard let json else { return .nonsense("the server's answer is no JSON") }
        switch ask {
        case .greet:
            guard json["id"]?.count == server.project else {
                return .nonsense("the answer is not about project \(server.project)")
            }
            return .host(mostImages: nil)
        case .seek: return found(json, job)
        case .create:
            guard let id = Self.id(json) else { return .nonsense("the answer names no task") }
            return .made(id)
        case .commit:
            guard let id = Self.id(json) else { return .nonsense("the answer names no task") }
            return .made(id)
        case .upload, .cancel, .restart:
            guard case .flag(let isDone)? = json["success"] else {
                return .nonsense("the answer tells no success")
            }
            return isDone ? .taken : .refused(Self.words(json))
        case .look: return Self.status(json)
        case .fetch: return .nonsense("the answer does not fit")
        }
    }

    private func found(_ json: JSONNode, _ job: MapJob) -> MapReply {
        guard case .array(let tasks) = json else { return .nonsense("the server's list of tasks is no list") }
        guard let task = tasks.first(where: { $0["name"]?.text == job.name }) else { return .nothing }
        return Self.status(task)
    }

    private static func id(_ json: JSONNode) -> String? {
        if let text = json["id"]?.text { return text.isEmpty ? nil : text }
        return json["id"]?.count.map(String.init)
    }

    private static func status(_ json: JSONNode) -> MapReply {
        guard let id = id(json) else { return .nonsense("the answer tells no task") }
        var status = MapStatus(uuid: id, state: .queued)
        if case .flag(true)? = json["partial"] {
            status.state = .open
            return .status(status)
        }
        switch json["status"] {
        // Nothing yet: it waits for a node.
        case nil, .null?: status.state = .queued
        case let value?:
            switch value.count {
            case 10?: status.state = .queued
            case 20?: status.state = .running
            case 30?: status.state = .failed
            case 40?: status.state = .completed
            case 50?: status.state = .cancelled
            default: return .nonsense("the task's state means nothing")
            }
        }
        let share = json["running_progress"]?.double ?? 0
        guard (0...1).contains(share) else { return .nonsense("the task's progress is not from 0 to 1") }
        status.progress = share * 100
        status.message = json["last_error"]?.text ?? ""
        return .status(status)
    }

    /// What a refusal says: `{"detail": "…"}`, or texts by field.
    private static func words(_ json: JSONNode?) -> String {
        if let detail = json?["detail"]?.text ?? json?["error"]?.text { return detail }
        if case .array(let items)? = json, let text = items.first?.text { return text }
        return "without a reason"
    }
}

/// An answer that ends a step before it began.
public struct MapFault: Error, Sendable, Equatable {
    /// What it means.
    public var reply: MapReply

    /// A fault with its meaning.
    public init(_ reply: MapReply) { self.reply = reply }
}
