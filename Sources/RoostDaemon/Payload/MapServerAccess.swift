// SPDX-License-Identifier: Apache-2.0
// From the mapping section of dock.yaml to a server that can be asked: its address, its interface, and its secret, which
// is read anew for each request, so that a new one needs no restart. It decides nothing about a map.

internal import Foundation
internal import Mapping
internal import Payload
internal import Settings

/// A map server with what it wants to see.
struct MapServerAccess: Sendable {
    let server: MapServer
    let link: MapLink
    private let user: String
    private let secret: @Sendable () throws(SecretError) -> String?
    /// The token of WebODM's last log-in.
    private var session: String?

    /// The server that the settings name; paths count from `directory`.
    init(_ settings: MappingSettings, directory: String) {
        let caFile = settings.caFile.map { $0.hasPrefix("/") ? $0 : directory + "/" + $0 }
        self.init(
            settings.server, link: MapLink(address: settings.server.address, caFile: caFile),
            user: settings.user
        ) { () throws(SecretError) in
            guard let reference = settings.secret else { return nil }
            return try SecretSource(baseDirectory: directory).read(reference)
        }
    }

    /// A server with its parts.
    init(
        _ server: MapServer, link: MapLink, user: String = "",
        secret: @escaping @Sendable () throws(SecretError) -> String? = { () throws(SecretError) in nil }
    ) {
        (self.server, self.link, self.user, self.secret) = (server, link, user, secret)
    }

    /// The name under which the server reaches the dock, for the console's rule of names.
    static func hosts(of settings: MappingSettings?) -> [String] {
        settings?.server.webhook.flatMap { URLComponents(string: $0)?.host }.map { [$0] } ?? []
    }

    /// Where people find a map.
    func address(of job: MapJob, _ terms: MapTerms) -> String {
        guard let link = terms.link else {
            return switch server.kind {
            case .nodeODM: NodeODM(server, token: nil).link(job)
            case .webODM: WebODM.link(server, job)
            }
        }
        return link.replacingOccurrences(of: "{uuid}", with: MapRequest.escaped(job.uuid))
            .replacingOccurrences(of: "{flight}", with: MapRequest.escaped(job.flight))
    }

    /// Asks something that has a short answer.
    mutating func ask(_ ask: MapAsk, _ job: MapJob, _ terms: MapTerms, folder: String) async -> MapReply {
        let isFirst = session == nil
        let reply = await askOnce(ask, job, terms, folder: folder)
        // A session ends after a while; whoever logs in again is let in or not.
        if case .locked = reply, server.kind == .webODM, !isFirst {
            session = nil
            return await askOnce(ask, job, terms, folder: folder)
        }
        return reply
    }

    private mutating func askOnce(_ ask: MapAsk, _ job: MapJob, _ terms: MapTerms, folder: String) async
        -> MapReply
    {
        do throws(MapLinkError) {
            switch server.kind {
            case .nodeODM:
                let node = NodeODM(server, token: try token())
                guard let request = node.request(ask, job, terms) else { return .nothing }
                return node.reply(to: ask, try await link.send(request, folder: folder))
            case .webODM:
                switch await webODM() {
                case .failure(let fault): return fault.reply
                case .success(let web):
                    let answer = try await link.send(web.request(ask, job, terms), folder: folder)
                    return web.reply(to: ask, job, answer)
                }
            }
        } catch {
            return .away(error.description)
        }
    }

    private func token() throws(MapLinkError) -> String? {
        do throws(SecretError) {
            return try secret()
        } catch {
            throw MapLinkError(description: error.description)
        }
    }

    /// WebODM with a session, after a log-in where there is none.
    private mutating func webODM() async -> Result<WebODM, MapFault> {
        if let session { return .success(WebODM(server, token: session)) }
        do throws(MapLinkError) {
            let login = WebODM.login(user: user, password: try token() ?? "")
            let result = WebODM.token(try await link.send(login, folder: "/"))
            session = try? result.get()  // a log-in that failed is told by the result itself
            return result.map { WebODM(server, token: $0) }
        } catch {
            return .failure(MapFault(.away(error.description)))
        }
    }

    // MARK: - Results

    /// Fetches what the verdict needs of a map that is ready, into files in `folder`.
    /// - Returns: `.fetched` with the report, or why there is none.
    mutating func fetch(_ job: MapJob, _ terms: MapTerms, folder: String) async -> (MapReply, MapResults) {
        do throws(MapLinkError) {
            switch server.kind {
            case .nodeODM: return try await fetchArchive(job, terms, folder)
            case .webODM: return try await fetchAssets(job, terms, folder)
            }
        } catch {
            return (.away(error.description), MapResults())
        }
    }

    private func fetchArchive(
        _ job: MapJob, _ terms: MapTerms, _ folder: String
    ) async throws(MapLinkError) -> (MapReply, MapResults) {
        let node = NodeODM(server, token: try token())
        guard let request = node.request(.fetch, job, terms) else { return (.nothing, MapResults()) }
        let path = folder + "/map.zip.part"
        // What is fetched is of use for this verdict alone.
        defer { try? FileManager.default.removeItem(atPath: path) }
        let download = try await link.fetch(request, to: path, limit: terms.download)
        guard download.status == 200, download.head.starts(with: [0x50, 0x4B]) else {
            return (
                node.reply(to: .fetch, MapAnswer(status: download.status, body: download.head)), MapResults()
            )
        }
        let report = "odm_report/stats.json", orthophoto = "odm_orthophoto/odm_orthophoto.tif"
        do throws(MapArchiveError) {
            let archive = try MapArchive(path: path, names: [report, orthophoto])
            var results = MapResults()
            if archive[report] != nil {
                results.report = try archive.octets(of: report, limit: MapFigures.longestReport)
            }
            if terms.hasPreview, archive[orthophoto] != nil {
                let picture = folder + "/orthophoto.tif.part"
                try archive.write(orthophoto, to: picture, limit: terms.download)
                results.orthophoto = picture
            }
            return (.fetched, results)
        } catch {
            return (.refused(error.description), MapResults())
        }
    }

    private mutating func fetchAssets(
        _ job: MapJob, _ terms: MapTerms, _ folder: String
    ) async throws(MapLinkError) -> (MapReply, MapResults) {
        var web: WebODM
        switch await webODM() {
        case .failure(let fault): return (fault.reply, MapResults())
        case .success(let found): web = found
        }
        var request = web.request(.fetch, job, terms)
        request.longestAnswer = MapFigures.longestReport
        var answer = try await link.send(request, folder: folder)
        if answer.status == 401 || answer.status == 403 {
            session = nil
            guard case .success(let again) = await webODM() else {
                return (.locked("the log-in failed"), MapResults())
            }
            web = again
            request = web.request(.fetch, job, terms)
            request.longestAnswer = MapFigures.longestReport
            answer = try await link.send(request, folder: folder)
        }
        guard answer.status == 200 else { return (web.reply(to: .fetch, job, answer), MapResults()) }
        var results = MapResults(report: answer.body)
        if terms.hasPreview {
            let picture = folder + "/orthophoto.tif.part"
            // A map without its picture is one all the same.
            let download = try? await link.fetch(web.orthophoto(job), to: picture, limit: terms.download)
            if download?.status == 200 { results.orthophoto = picture }
        }
        return (.fetched, results)
    }
}

/// What was fetched of a map.
struct MapResults: Sendable {
    /// The octets of its report; nil when there is none.
    var report: [UInt8]?
    /// The file of its orthophoto; nil when there is none. Whoever takes it removes it.
    var orthophoto: String?
}
