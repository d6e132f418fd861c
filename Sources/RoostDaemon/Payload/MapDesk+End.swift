// SPDX-License-Identifier: Apache-2.0
// The end of a map: the verdict from its report, a small picture of it, and the words that the core takes, stored together
// with the flight. A map that ended is told once, whatever is killed.

internal import DockModel
internal import Foundation
internal import Logging
internal import Paper
internal import Payload
internal import RoostCore
internal import Store
internal import Thermal

extension MapDesk {
    /// Judges a map that has come to an end, and stores everything of it at once.
    func conclude(_ job: MapJob, _ results: MapResults, at now: Moment) async throws {
        // One that stays is replaced by the next.
        defer { if let path = results.orthophoto { try? FileManager.default.removeItem(atPath: path) } }
        let terms = terms(of: job.schedule) ?? MapTerms()
        let counts = try database.mapImageCounts(job.flight)
        var outcome = MapOutcome(stage: job.stage, sent: counts.sent, why: job.trouble)
        if job.stage == .done {
            let figures = results.report.flatMap { MapFigures(report: $0) }
            outcome.figures = figures
            var verdict = MapVerdict(
                figures, sent: counts.sent, leftOut: counts.leftOut, limits: terms.limits)
            if figures == nil, !job.trouble.isEmpty {
                verdict.reasons.append(job.trouble)
                verdict.germanReasons.append(job.trouble)
            }
            outcome.verdict = verdict
            outcome.link = access.address(of: job, terms)
        }
        var flight =
            try database.pictureFlight(job.flight)
            ?? PictureFlightRecord(
                flight: job.flight, schedule: job.schedule, time: now.wall, isSettled: true, body: [])
        // Empty before the first judgement; one that another version wrote begins anew.
        let before = try? StateCoding.decode(FlightTally.self, from: flight.body)
        var tally = before ?? FlightTally(flight: job.flight)
        tally.map = outcome
        flight.body = try StateCoding.encode(tally)
        // Pictures that came meanwhile are judged by their own desk.
        var judgement = PictureJudgement(flight: flight, upTo: .max)
        judgement.map = try record(job, outcome, at: now)
        if let result = outcome.result {
            let word = PayloadWord.map(job.schedule, result, detail: outcome.line, flight: job.flight)
            judgement.words.append(
                PictureWordRecord(
                    flight: job.flight, spot: job.schedule, body: try StateCoding.encode(word),
                    shown: preview(results.orthophoto, outcome, job.flight)))
        }
        let line = PayloadWord.flight(job.flight, line: tally.line, german: tally.germanLine)
        judgement.words.append(
            PictureWordRecord(flight: job.flight, spot: nil, body: try StateCoding.encode(line)))
        try database.judge(judgement, at: now)
        logger.notice("\(job.flight): \(outcome.line)")
    }

    /// The orthophoto as a mail shows it; nil where there is none, or where it cannot be read: the mail goes without.
    private func preview(_ path: String?, _ outcome: MapOutcome, _ flight: String) -> [UInt8]? {
        guard let path else { return nil }
        do {
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            // Nothing is written through it.
            defer { try? file.close() }
            let map = try MapFile { place, length in
                do {
                    try file.seek(toOffset: UInt64(max(0, place)))
                    let octets = try file.read(upToCount: length) ?? Data()
                    return octets.count == length ? [UInt8](octets) : nil
                } catch {
                    return nil
                }
            }
            let small = try MapPreview(map)
            return try PhotoPicture(
                columns: small.columns, rows: small.rows, pixels: small.pixels,
                caption: ["\(flight)", outcome.facts]
            )?.png()
        } catch {
            logger.warning("the orthophoto of \(flight) cannot be shown: \(error)")
            return nil
        }
    }
}

extension MapOutcome {
    /// What is told of it; nil for a map that somebody stopped.
    var result: MapResult? {
        guard let verdict else { return stage == .cancelled ? nil : .failed }
        return switch verdict.grade {
        case .good: .ready
        case .doubtful: .doubtful
        case .refly: .refly
        }
    }
}
