// SPDX-License-Identifier: Apache-2.0
// Flight logs read a second, against pyulog and pymavlink reading the same files in the same run. Both sides have the
// bytes in the file cache; each reads the whole file and keeps what it needs for the figures of a flight.

import FlightLog
import Foundation
import Glibc

/// The figures of the flight log reader. ROOST_FLIGHT_LOGS names another folder of logs, ROOST_FLIGHT_LOG_PYTHON a
/// Python with pyulog and pymavlink.
func flightLogFigures(_ bench: Bench) async throws -> [Figure] {
    let environment = ProcessInfo.processInfo.environment
    let folder = environment["ROOST_FLIGHT_LOGS"] ?? "Tests/FlightLogTests/Fixtures"
    let python = environment["ROOST_FLIGHT_LOG_PYTHON"] ?? ".build/python/bin/python"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".ulg") || $0.hasSuffix(".BIN") }.sorted()
    guard !names.isEmpty else { throw BenchError("\(folder) holds no .ulg or .BIN") }
    let reference = try ReferenceReader(python)
    defer { reference.stop() }
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    return try names.map { name in
        let path = folder + "/" + name
        let megabytes = Double(try Data(contentsOf: URL(filePath: path)).count) / 1e6
        let times = try bench.rounds.compare([
            { try effort(each: bench.rounds.turns(20)) { _ in keep(try read(path, piece: &piece)) } },
            { try reference.seconds(reading: path) },
        ])
        let other = name.hasSuffix(".ulg") ? "pyulog" : "pymavlink"
        return Figure(
            "flight log \(name)", megabytes / times[0], "MB/s", reference: other, megabytes / times[1],
            target: .ratioAtLeast(20))
    }
}

/// One log from its file to its summary, in the pieces and with the calls of the command.
private func read(_ path: String, piece: inout [UInt8]) throws -> FlightSummary {
    let file = unsafe open(path, O_RDONLY)
    guard file >= 0 else { throw BenchError("\(path) cannot be opened") }
    defer { close(file) }
    var reader = FlightLogReader()
    while true {
        let count = unsafe piece.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
        guard count > 0 else { break }
        try reader.receive(unsafe piece.span.bytes.extracting(0..<count))
    }
    return try reader.finish()
}

/// A Python that reads logs on demand and says how many processor seconds each took.
private final class ReferenceReader {
    private static let script = """
        import sys, time, io, contextlib
        from pyulog import ULog
        from pymavlink import DFReader
        for line in sys.stdin:
            path = line.strip()
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                start = time.process_time()
                if path.endswith('.ulg'):
                    ULog(path)
                else:
                    log = DFReader.DFReader_binary(path)
                    while log.recv_msg() is not None: pass
                taken = time.process_time() - start
            print(taken, flush=True)
        """
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(_ python: String) throws {
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw BenchError(
                "\(python) is missing: python3 -m venv, then pip install pyulog==1.3.0 pymavlink==2.4.50")
        }
        process.executableURL = URL(filePath: python)
        process.arguments = ["-c", Self.script]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    func seconds(reading path: String) throws -> Double {
        try input.fileHandleForWriting.write(contentsOf: Data((path + "\n").utf8))
        var line = ""
        while !line.hasSuffix("\n") {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else {
                throw BenchError("pyulog or pymavlink is not installed in that Python")
            }
            line += String(decoding: piece, as: UTF8.self)
        }
        guard let seconds = Double(line.dropLast()), seconds > 0 else {
            throw BenchError("the reference said \(line)")
        }
        return seconds
    }

    /// Ends it by closing what it reads.
    func stop() {
        input.fileHandleForWriting.closeFile()
        process.waitUntilExit()
    }
}
