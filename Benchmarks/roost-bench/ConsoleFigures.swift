// SPDX-License-Identifier: Apache-2.0
// How long a reader of the overview waits at 200 requests a second, on one core, while the dock is polled ten times a
// second, and what a hundred live readers hold. The reference is the same server's style sheet, a text from memory.

import Foundation
import Glibc
import RoostSim

/// Requests a second, and live readers at a time.
private let requestRate = 200.0, liveReaders = 100

/// The figures of the console, of the whole program.
func consoleFigures(_ bench: Bench) async throws -> [Figure] {
    guard FileManager.default.isExecutableFile(atPath: bench.roostPath) else {
        throw BenchError(
            "\(bench.roostPath) is missing; build it with: swift build -c release --product roost")
    }
    let world = try RestingWorld(examples: bench.examplesPath)
    defer { world.server.stop() }
    let folder = try DockFolder(bench, world)
    defer { folder.remove() }
    // Ten dock seconds a second: what is polled once a second is polled ten times. All of it on one core.
    let clock = "1800000000000,\(Int(Date().timeIntervalSince1970 * 1_000)),10"
    let dock = try Child(
        "/usr/bin/taskset",
        [
            "-c", "0", bench.roostPath, "run", "--log", "error", "--config", folder.path, "--rehearsal-clock",
            clock,
        ])
    defer { dock.kill() }
    try await Task.sleep(for: .seconds(4))
    let seconds = max(4, 20 * bench.rounds.share)
    world.gaps.begin()
    try await Task.sleep(for: .seconds(seconds))
    let quiet = world.gaps.end()
    let sheet = try paced(path: "/style.css", port: folder.consolePort, seconds: seconds)
    world.gaps.begin()
    let overview = try paced(path: "/", port: folder.consolePort, seconds: seconds)
    let busy = world.gaps.end()
    let before = try dock.megabytes()
    let readers = try (0..<liveReaders).map { _ in
        let reader = try Reader(port: folder.consolePort)
        try reader.ask("/api/events")
        return reader
    }
    try await Task.sleep(for: .seconds(6))
    let held = try dock.megabytes() - before
    let told = readers.count { $0.hasNews }
    for reader in readers { reader.close() }
    guard told == liveReaders else {
        throw BenchError("only \(told) of \(liveReaders) readers were told news")
    }
    try dock.stop()
    let reference = "the style sheet, from memory"
    return [
        Figure(
            "overview at 200/s, one core, polled at 10 Hz: p99", overview.share(0.99) * 1e3, "ms",
            reference: reference, sheet.share(0.99) * 1e3, target: .atMost(10)),
        Figure(
            "the same: p50", overview.share(0.5) * 1e3, "ms", reference: reference, sheet.share(0.5) * 1e3),
        Figure(
            "longest time between two polls meanwhile", busy.longest * 1e3, "ms",
            reference: "without requests",
            quiet.longest * 1e3, target: .atMost(200)),
        Figure(
            "polls a second meanwhile", Double(busy.count) / seconds, "1/s", reference: "without requests",
            Double(quiet.count) / seconds, target: .valueAtLeast(9.5)),
        Figure("memory of 100 live readers", held, "MB", target: .atMost(20)),
    ]
}

extension [Double] {
    /// The value that a share of all is not above.
    fileprivate func share(_ share: Double) -> Double {
        let sorted = sorted()
        return sorted.isEmpty ? .nan : sorted[Swift.min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}

/// Seconds that each request took since its time had come: a late one makes those behind it late too.
private func paced(path: String, port: UInt16, seconds: Double) throws -> [Double] {
    let reader = try Reader(port: port)
    defer { reader.close() }
    var times: [Double] = []
    // The first ones fill caches.
    for _ in 0..<20 { try reader.get(path) }
    let start = secondsNow()
    for index in 0..<Int(seconds * requestRate) {
        let due = start + Double(index) / requestRate
        let wait = due - secondsNow()
        if wait > 0 { usleep(UInt32(wait * 1e6)) }
        try reader.get(path)
        times.append(secondsNow() - due)
    }
    return times
}

/// One kept connection to the console.
private final class Reader {
    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var wait = timeval(tv_sec: 5, tv_usec: 0)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var one: Int32 = 1
        _ = unsafe setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            Glibc.close(descriptor)
            throw BenchError("the console accepts no connection on port \(port)")
        }
    }

    func close() { Glibc.close(descriptor) }

    /// Sends a request.
    func ask(_ path: String) throws {
        let request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        guard unsafe send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw BenchError("the console has closed the connection")
        }
    }

    /// Sends a request and takes its whole answer.
    func get(_ path: String) throws {
        try ask(path)
        var answer: [UInt8] = []
        var length: Int?
        while length.map({ answer.count < $0 }) ?? true {
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw BenchError("the console did not answer \(path)") }
            answer += buffer.prefix(count)
            if length == nil { length = try Self.length(of: answer) }
        }
    }

    /// Octets of an answer with its head; nil while the head is not whole.
    private static func length(of answer: [UInt8]) throws -> Int? {
        let text = String(decoding: answer.prefix(4_096), as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        guard text.hasPrefix("HTTP/1.1 200 "),
            let field = text[..<end.lowerBound].lowercased().split(separator: "\r\n").first(where: {
                $0.hasPrefix("content-length:")
            }), let length = Int(field.dropFirst("content-length:".count).drop { $0 == " " })
        else { throw BenchError("the console answered \(text.prefix(80))") }
        return text[..<end.upperBound].utf8.count + length
    }

    /// Whether news have come.
    var hasNews: Bool {
        let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return count > 0 && String(decoding: buffer.prefix(count), as: UTF8.self).contains("event: dock")
    }
}
