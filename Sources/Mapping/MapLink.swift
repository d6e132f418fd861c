// SPDX-License-Identifier: Apache-2.0
// The HTTP edge of map servers: one request, one bounded answer, over verified TLS where the address says https. A
// transfer may take as long as octets move; one that stands still, or that trickles, has an end. It follows no redirect
// and puts no request into a log: there are secrets in it.

internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
public import Payload

/// Why a server gave no answer at all.
public struct MapLinkError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Why, in one line, without what was asked.
    public var description: String

    /// An error with its words.
    public init(description: String) { self.description = description }
}

/// Results on the disk.
public struct MapDownload: Sendable, Equatable {
    /// The HTTP status.
    public var status: Int
    /// Octets of the file.
    public var octets: Int
    /// The beginning of what came.
    public var head: [UInt8]
}

/// Sends requests to one map server.
public struct MapLink: Sendable {
    /// How long nothing may move.
    public static let standstill = Duration.seconds(120)
    /// The time that a request may take beside its octets; old nodes answer a commit only when they have moved the files.
    static let base = Duration.seconds(1_200)
    /// Octets a second below which a transfer counts as a trickle.
    static let slowest = 1_000.0
    /// Octets of a block on its way to or from the disk.
    static let block = 256 << 10

    private let address: String
    private let caFile: String?
    private let standstill: Duration

    /// An edge to the server at `address`, which trusts the certificates of `caFile` alone, or the system's.
    public init(address: String, caFile: String? = nil, standstill: Duration = MapLink.standstill) {
        (self.address, self.caFile, self.standstill) = (address, caFile, standstill)
    }

    /// Sends a request and reads its answer; `folder` is where the pictures lie.
    public func send(_ request: MapRequest, folder: String) async throws(MapLinkError) -> MapAnswer {
        try await with { client in
            let (message, octets) = try message(request, folder: folder)
            let response = try await client.execute(message, deadline: Self.deadline(octets: octets))
            do {
                let body = try await response.body.collect(upTo: request.longestAnswer)
                return MapAnswer(status: Int(response.status.code), body: Array(body.readableBytesView))
            } catch is NIOTooManyBytesError {
                throw MapLinkError(description: "the answer is longer than \(request.longestAnswer) octets")
            }
        }
    }

    /// Fetches results into a file, which is replaced, at most `limit` octets long.
    public func fetch(_ request: MapRequest, to path: String, limit: Int) async throws(MapLinkError)
        -> MapDownload
    {
        try await with { client in
            let (message, _) = try message(request, folder: "/")
            let response = try await client.execute(message, deadline: Self.deadline(octets: limit))
            if let length = response.headers.first(name: "Content-Length").flatMap(Int.init), length > limit {
                throw MapLinkError(
                    description: "the results have \(length) octets; mail needs at most \(limit)")
            }
            guard
                FileManager.default.createFile(
                    atPath: path, contents: nil, attributes: [.posixPermissions: 0o640]),
                let file = FileHandle(forWritingAtPath: path)
            else { throw MapLinkError(description: "\(path) cannot be written") }
            var download = MapDownload(status: Int(response.status.code), octets: 0, head: [])
            do {
                for try await part in response.body {
                    download.octets += part.readableBytes
                    guard download.octets <= limit else {
                        throw MapLinkError(description: "the results have more than \(limit) octets")
                    }
                    let octets = Array(part.readableBytesView)
                    if download.head.count < 4_096 {
                        download.head += octets.prefix(4_096 - download.head.count)
                    }
                    try file.write(contentsOf: octets)
                }
                try file.close()
            } catch {
                // The file is of no use, whatever closing it says.
                try? file.close()
                throw error
            }
            return download
        }
    }

    // MARK: - One exchange

    private func with<Answer: Sendable>(
        _ exchange: (HTTPClient) async throws -> Answer
    ) async throws(MapLinkError) -> Answer {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: Result<Answer, MapLinkError>
        do {
            result = .success(try await exchange(client))
        } catch {
            result = .failure(MapLinkError(description: Self.words(for: error)))
        }
        // The answer is complete or lost by now; a connection that does not close in order changes neither.
        try? await client.shutdown()
        return try result.get()
    }

    /// The message of a request, and how many octets it carries.
    private func message(_ request: MapRequest, folder: String) throws -> (HTTPClientRequest, Int) {
        var message = HTTPClientRequest(url: address + request.target)
        message.method = HTTPMethod(rawValue: request.method)
        message.headers.add(name: "User-Agent", value: "roost")
        message.headers.add(name: "Accept", value: "*/*")
        for field in request.head { message.headers.add(name: field.name, value: field.value) }
        switch request.body {
        case .none:
            if request.method == "POST" { message.body = .bytes(ByteBuffer()) }
            return (message, 0)
        case .form(let fields):
            let octets = MapRequest.form(fields)
            message.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            message.body = .bytes(ByteBuffer(bytes: octets))
            return (message, octets.count)
        case .parts(let fields, let image):
            let boundary = "roost-\(UUID().uuidString)"
            message.headers.add(name: "Content-Type", value: "multipart/form-data; boundary=\(boundary)")
            let (before, after) = MapRequest.parts(fields, image: image, boundary: boundary)
            guard let image else {
                message.body = .bytes(ByteBuffer(bytes: before))
                return (message, before.count)
            }
            let file = try MapPicture(path: "\(folder)/\(image.path)")
            let length = before.count + file.octets + after.count
            message.body = .stream(
                MapPictureBody(before: before, file: file, after: after), length: .known(Int64(length)))
            return (message, length)
        }
    }

    private static func deadline(octets: Int) -> NIODeadline {
        let seconds = base / .seconds(1) + Double(octets) / slowest
        return .now() + .seconds(Int64(min(seconds, 7 * 86_400)))
    }

    private var configuration: HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let caFile { tls.trustRoots = .file(caFile) }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        let patience = TimeAmount.milliseconds(Int64(max(1, standstill / .milliseconds(1))))
        configuration.timeout.connect = min(patience, .seconds(30))
        (configuration.timeout.read, configuration.timeout.write) = (patience, patience)
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case let fault as MapLinkError: fault.description
        case let fault as HTTPClientError where fault == .readTimeout || fault == .writeTimeout:
            "the server stands still"
        case let fault as HTTPClientError where fault == .deadlineExceeded: "the server is too slow"
        case let fault as HTTPClientError: fault.shortDescription
        case is NIOSSLError, is NIOSSLExtraError: "TLS failed: \(error)"
        case is NIOConnectionError: "no connection"
        default: "\(error)"
        }
    }
}
