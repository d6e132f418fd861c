// SPDX-License-Identifier: Apache-2.0
// `roost wear stream`: follows one unit on standard input and says after each row what is left of it. It
// answers every line at once and stores nothing.

import ArgumentParser
import Foundation
import Wear

/// Forecasts one unit row by row.
struct WearStreamCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stream", abstract: "Forecast one unit row by row from standard input.",
        discussion: """
            Reads CSV with the header unit,t,use,measure in time order and prints one line of JSON after each row:
            uses left (rul_mean, rul_p10, rul_p50, rul_p90), the chance of an end within 7 uses, and whether to
            replace the unit now. basis says what the figures rest on: measured, ended, or "no data": then they are
            null. Rows that are repeated, out of order, missing or doubtful change nothing but the clock.

            Example:
              roost wear stream --threshold 0.885 --prior battery.json < pack-17.csv
            """)

    @Option(help: "End of life: the measure stays at or beyond this, in its unit; the prior's if left out.")
    var threshold: Double?
    @Option(help: "The fleet's prior, as roost wear fit writes it.")
    var prior: String
    @Option(help: "Kind of part; the prior's if left out.")
    var kind: String?
    @Option(help: "Uses before its end at which a unit must be known to end.")
    var lead = 14.0

    func validate() throws {
        guard lead.isFinite, lead >= 0 else { throw ValidationError("--lead must be 0 or more uses") }
    }

    func run() throws {
        let file = try WearPriorFile.read(prior)
        let model = try learn(file)
        if !model.isRegression {
            CommandOutput.complain(
                CommandOutput.printable(
                    "\(prior): it has no rows of \(FleetModel.unitsForRegression) units that reached their end; "
                        + "the forecast is rough, and its P10 and P90 are not checked against other units"))
        }
        var watch = StreamWatch(model: model, lead: lead)
        var source = OutboxLineSource()
        var isFirst = true
        while true {
            let group = source.nextGroup()
            if group.isEmpty { break }
            var answers = ""
            for line in group {
                let octets = line.octets ?? []
                if isFirst {
                    isFirst = false
                    if let columns = UnitColumns(header: octets) {
                        watch.columns = columns
                        continue
                    }
                }
                if let answer = watch.answer(octets, number: line.number) { answers += answer + "\n" }
            }
            if !answers.isEmpty { try CommandOutput.say(answers) }
        }
        if let failure = source.failure {
            CommandOutput.complain("standard input: reading failed (error \(failure)); the rows end here")
            throw CommandExit.finding
        }
        if !watch.hasMeasure {
            CommandOutput.complain("no data: no row had a usable measure, so there is no forecast")
        }
    }

    private func learn(_ file: FleetPrior) throws -> FleetModel {
        if let kind, let known = file.kind, kind != known {
            CommandOutput.complain(
                CommandOutput.printable(
                    "\(prior): its kind is \(known), not \(kind); its figures are used all the same"))
        }
        let end = threshold.flatMap { $0.isFinite ? $0 : nil } ?? file.threshold
        if let learned = file.learned, learned.isSound, end == nil || learned.scale.threshold == end {
            return learned
        }
        let units = WearPriorFile.rows(of: file, at: prior) ?? []
        guard
            let scale = FleetModel.scale(
                of: units, threshold: end, nominal: file.nominal,
                rule: file.endRule ?? (end == nil ? nil : .cross))
        else {
            CommandOutput.complain(
                CommandOutput.printable(
                    "\(prior): nominal and threshold (\(end.map { "\($0)" } ?? "none")) do not tell new from worn out; "
                        + "give --threshold, and nominal in the prior"))
            throw CommandExit.badConfiguration
        }
        return FleetModel(units: units, scale: scale, expectation: file.expectation)
    }
}

/// One unit on standard input.
private struct StreamWatch {
    var columns = UnitColumns.standard
    private let model: FleetModel
    private let lead: Double
    private var unit: UnitPrognosis
    private var notice = ReplacementNotice()
    private var name: String?

    init(model: FleetModel, lead: Double) {
        self.model = model
        self.lead = lead
        unit = UnitPrognosis(model: model)
    }

    /// Whether a measure was ever usable.
    var hasMeasure: Bool { unit.measuredRows > 0 || unit.forecast.basis == .ended }

    /// The answer to one line; a line that is no row changes nothing and repeats the last answer.
    mutating func answer(_ octets: [UInt8], number: Int) -> String? {
        guard let (name, row) = columns.row(octets) else {
            if !octets.isEmpty {
                CommandOutput.complain(
                    "standard input:\(number):1: too few fields for unit,t,use,measure; left out")
            }
            return text(time: .nan)
        }
        if let known = self.name, !name.isEmpty, known != name {
            CommandOutput.complain(
                CommandOutput.printable(
                    "standard input:\(number):1: unit \(name) after \(known); start stream once for each unit"
                ))
        }
        if !name.isEmpty { self.name = name }
        let before = (unit.clock, unit.measuredRows)
        let forecast = unit.take(row, model: model)
        // A row that was left out is no evidence for or against a notice.
        if hasMeasure, forecast.basis == .ended || before != (unit.clock, unit.measuredRows) {
            notice.weigh(forecast, wear: unit.wear, lead: lead)
        }
        return text(time: row.time)
    }

    private func text(time: Double) -> String {
        let forecast = unit.forecast
        let isKnown = hasMeasure && forecast.basis != .nothing
        let figure = { (uses: Double) in isKnown ? Self.number(uses) : "null" }
        let basis = isKnown ? forecast.basis.rawValue : "no data"
        return "{\"t\":\(Self.number(time)),\"rul_mean\":\(figure(forecast.mean)),"
            + "\"rul_p10\":\(figure(forecast.p10)),\"rul_p50\":\(figure(forecast.p50)),"
            + "\"rul_p90\":\(figure(forecast.p90)),"
            + "\"p_fail_within\":{\"7\":\(figure(forecast.chanceOfEnd(within: 7)))},"
            + "\"notice\":\(notice.isStanding),\"basis\":\"\(basis)\"}"
    }

    private static func number(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        if value == value.rounded(), abs(value) < 1e15 { return "\(Int(value))" }
        return "\(value)"
    }
}
