// SPDX-License-Identifier: Apache-2.0
// `roost-bench`: measures what Roost's parts cost, each against a reference in the same run, and prints one
// table. It is not shipped, asserts nothing and touches nothing outside of temporary directories of its own.

import Foundation
import Glibc

/// The bench's command line.
@main
enum RoostBench {
    /// A family of figures by its name.
    struct Chapter: Sendable {
        var name: String
        var measure: @Sendable (Bench) async throws -> [Figure]
    }

    static let chapters: [Chapter] = [
        Chapter(name: "core", measure: coreFigures), Chapter(name: "simulation", measure: simulationFigures),
        Chapter(name: "codec", measure: codecFigures),
        Chapter(name: "registers", measure: registerFigures), Chapter(name: "modbus", measure: modbusFigures),
        Chapter(name: "store", measure: storeFigures), Chapter(name: "mail", measure: mailFigures),
        Chapter(name: "link", measure: linkFigures),
        Chapter(name: "rules", measure: ruleFigures), Chapter(name: "process", measure: processFigures),
        Chapter(name: "flightlog", measure: flightLogFigures), Chapter(name: "anomaly", measure: anomalyFigures),
        Chapter(name: "console", measure: consoleFigures),
        Chapter(name: "schedule", measure: scheduleFigures), Chapter(name: "report", measure: reportFigures),
    ]

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        // The do-nothing program that the start, memory and rest of `roost run` are compared with.
        if arguments == ["nothing"] { return }
        if arguments.count == 2, arguments[0] == "wear" { exit(WearReport.run(folder: arguments[1])) }
        if arguments == ["rest"] { while true { sleep(3_600) } }
        guard let bench = Bench(arguments) else {
            print(Bench.usage)
            exit(64)
        }
        var figures: [Figure] = []
        var hasFailed = false
        for chapter in chapters where bench.wants(chapter.name) {
            say("measuring \(chapter.name)")
            do {
                figures += try await chapter.measure(bench)
            } catch {
                hasFailed = true
                say("\(chapter.name) could not be measured: \(error)")
            }
        }
        print(Table(figures: figures).text, terminator: "")
        if let path = bench.resultPath {
            let former = Record.read(from: path)
            print(Comparison.text(from: former, to: figures), terminator: "")
            do {
                try Record(figures: figures, rounds: bench.rounds.count).write(to: path, over: former)
            } catch {
                hasFailed = true
                say("\(path) could not be written: \(error)")
            }
        }
        exit(hasFailed ? 1 : 0)
    }

    private static func say(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}

/// What the command line asks for.
struct Bench {
    static let usage = """
        usage: roost-bench [--only NAME]... [--rounds N] [--quick] [--result FILE] [--roost FILE]
                           [--examples DIR]
        names: \(RoostBench.chapters.map(\.name).joined(separator: " "))
        """

    /// How often everything is measured.
    var rounds = Rounds(count: 7, share: 1)
    /// Seconds that a resting process is watched.
    var watchSeconds = 20.0
    /// Where the figures are written as JSON.
    var resultPath: String?
    /// The `roost` program; beside this one unless it is named.
    var roostPath: String
    /// The example configuration.
    var examplesPath = "examples"
    private var chapters: Set<String> = []

    /// What the arguments mean; nil when they mean nothing.
    init?(_ arguments: [String]) {
        roostPath = URL(filePath: Self.ownPath).deletingLastPathComponent().appending(path: "roost").path
        var rest = arguments[...]
        while let option = rest.popFirst() {
            switch (option, rest.first) {
            case ("--quick", _):
                rounds = Rounds(count: 3, share: 0.2)
                watchSeconds = 5
                continue
            case ("--only", let name?) where RoostBench.chapters.contains { $0.name == name }:
                chapters.insert(name)
            case ("--rounds", let text?):
                guard let count = Int(text), (1...1_000).contains(count) else { return nil }
                rounds.count = count
            case ("--result", let path?): resultPath = path
            case ("--roost", let path?): roostPath = path
            case ("--examples", let path?): examplesPath = path
            default: return nil
            }
            rest = rest.dropFirst()
        }
    }

    /// This program's file.
    static var ownPath: String {
        do {
            return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        } catch {
            return CommandLine.arguments.first ?? "roost-bench"
        }
    }

    func wants(_ chapter: String) -> Bool { chapters.isEmpty || chapters.contains(chapter) }
}

/// Why something could not be measured.
struct BenchError: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// A directory of our own; whoever makes it removes it when it is no longer used.
struct TemporaryDirectory {
    /// Its path.
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "roost-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    /// Removes it with all that is in it.
    func remove() {
        // A left-over directory in the temporary folder is harmless.
        try? FileManager.default.removeItem(atPath: path)
    }
}
