// SPDX-License-Identifier: Apache-2.0
// Starts the stand-in for a NodeODM node and tells it how to behave; it ends with the test. Needs /usr/bin/python3.

import Foundation
import FoundationNetworking

/// One stand-in with its folder.
public final class MapStandIn {
    /// Whether the program is there that runs it.
    public static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

    /// Where it keeps its log, and takes the results from: `stats.json` and `odm_orthophoto.tif`.
    public let folder: String
    /// Its address.
    public let address: String
    private let process = Process()
    private let input = Pipe()

    /// Starts one; `token` is what it wants to see.
    public init(token: String? = nil) throws {
        folder = FileManager.default.temporaryDirectory.path + "/roost-map-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "map_server.py")
            .path
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [script, folder] + (token.map { [$0] } ?? [])
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        var line = ""
        while !line.hasSuffix("\n") {
            let octets = output.fileHandleForReading.readData(ofLength: 1)
            guard !octets.isEmpty else { break }
            line += String(decoding: octets, as: UTF8.self)
        }
        address = "http://127.0.0.1:" + line.filter(\.isNumber)
    }

    deinit { end() }

    /// Ends it, as a server that goes away.
    public func end() {
        guard process.isRunning else { return }
        input.fileHandleForWriting.closeFile()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)  // a leftover folder in /tmp harms nobody
    }

    /// Puts a file among its results.
    public func put(_ name: String, _ octets: [UInt8]) throws {
        try Data(octets).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    /// What it knows: tasks and uploads by their ids.
    public struct Tasks: Decodable {
        /// One of them.
        public struct Task: Decodable {
            /// Its name.
            public var name: String
            /// Its pictures with their octets.
            public var images: [String: Int]
            /// How far it is; nil before the commit.
            public var code: Int?
        }

        /// Those that are committed.
        public var tasks: [String: Task]
        /// Those that wait for their commit.
        public var uploads: [String: Task]
    }

    /// Tells it how to behave, a JSON object: `{"task": {"code": 40}}`, `{"faults": {"list": […]}}`.
    @discardableResult
    public func tell(_ order: String = "{}") async throws -> Tasks {
        var request = URLRequest(url: URL(string: address + "/stub")!)
        (request.httpMethod, request.httpBody) = ("POST", Data(order.utf8))
        let (octets, _) = try await URLSession.shared.data(for: request)
        return try JSONDecoder().decode(Tasks.self, from: octets)
    }

    /// Lets the next requests to a path misbehave.
    public func fault(_ path: String, _ kind: String, times: Int = 1, _ more: String = "") async throws {
        let tail = more.isEmpty ? "" : ", \(more)"
        try await tell(
            "{\"faults\": {\"list\": [{\"path\": \"\(path)\", \"kind\": \"\(kind)\", \"times\": \(times)\(tail)}]}}"
        )
    }

    /// Lines of its log, oldest first.
    public func log() -> [String] {
        let text = (try? String(contentsOfFile: folder + "/log.jsonl", encoding: .utf8)) ?? ""  // nothing was asked
        return text.split(separator: "\n").map(String.init)
    }

    /// What it refused because the description does not allow it.
    public var refused: [String] { log().filter { $0.contains("\"refused\"") } }
    /// How often a path was asked for.
    public func count(_ path: String) -> Int { log().count { $0.contains("\"path\": \"\(path)") } }
}
