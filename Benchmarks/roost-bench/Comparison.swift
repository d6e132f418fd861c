// SPDX-License-Identifier: Apache-2.0
// Compares a run with the one that was stored before it: which ratio to the reference has become worse by more than a
// tenth. It only tells; noise of a busy machine is no failure.

import Foundation

/// The figures of a run as they are kept.
struct Record: Codable {
    var date: String
    var machine: String
    var cores: Int
    var rounds: Int
    var figures: [Figure]

    init(figures: [Figure], rounds: Int) {
        date = Date().formatted(.iso8601)
        machine = Machine.model
        cores = ProcessInfo.processInfo.activeProcessorCount
        self.rounds = rounds
        self.figures = figures
    }

    /// The run that is stored in a file; nil when there is none that can be read.
    static func read(from path: String) -> Record? {
        // The first run has none before it, and an unreadable one is replaced.
        guard let octets = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        return try? JSONDecoder().decode(Record.self, from: octets)  // as above
    }

    /// Writes it; figures that were not measured now stay from the run before.
    func write(to path: String, over former: Record?) throws {
        var kept = self
        let measured = Set(figures.map(\.name))
        kept.figures = (former?.figures ?? []).filter { !measured.contains($0.name) } + figures
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(kept).write(to: URL(filePath: path), options: .atomic)
    }
}

/// What has become worse since another run.
struct Comparison {
    /// By how much a ratio may be worse before it is told.
    static let tolerance = 0.10

    /// One ratio that is worse.
    struct Fall: Equatable {
        var name: String
        var before: Double, now: Double
        /// How much worse, as a share of the ratio before.
        var share: Double
    }

    /// Each ratio that is worse by more than the tolerance, the worst first.
    static func falls(from former: Record, to figures: [Figure]) -> [Fall] {
        let before = Dictionary(former.figures.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return figures.compactMap { figure -> Fall? in
            guard let old = before[figure.name], old.unit == figure.unit, let was = old.ratio, let now = figure.ratio,
                was > 0, now > 0
            else { return nil }
            // Of rates a smaller ratio is worse, of times and sizes a larger one.
            let worse = figure.isRate ? was / now - 1 : now / was - 1
            return worse > tolerance ? Fall(name: figure.name, before: was, now: now, share: worse) : nil
        }.sorted { $0.share > $1.share }
    }

    /// The lines below the table; empty when there is nothing to compare with.
    static func text(from former: Record?, to figures: [Figure]) -> String {
        guard let former else { return "" }
        let falls = falls(from: former, to: figures)
        let since = "\(former.date) on \(former.machine)"
        guard !falls.isEmpty else { return "\nNo ratio is worse by more than 10 % than \(since).\n" }
        var text = "\nWorse by more than 10 % than \(since):\n"
        for fall in falls {
            text += "- \(fall.name): \(number(fall.before)) x before, \(number(fall.now)) x now, "
            text += "\(number(fall.share * 100)) % worse\n"
        }
        return text
    }
}

extension Figure {
    /// Whether more of it is better.
    var isRate: Bool { unit.hasSuffix("/s") }
}

/// The machine that measures.
private enum Machine {
    /// The processor as Linux names it.
    static var model: String {
        do {
            let lines = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8).split(separator: "\n")
            let line = lines.first { $0.hasPrefix("model name") }
            return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
                ?? "unknown"
        } catch {
            return "unknown"
        }
    }
}
