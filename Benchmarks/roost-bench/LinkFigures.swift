// SPDX-License-Identifier: Apache-2.0
// How long mails take over a satellite's 600 ms and 128 kbit/s with STARTTLS and a log-in, against the least that such
// a link allows: eight round trips and the time of the mails' own octets on the line.

import DockModel
import Foundation
import Mailer
import Post
import RoostSim
import Store

private let linkRoundTrip = 0.6
private let linkRate = 128_000.0

/// The figures of a flush over a slow link; a hundred mails take half a minute, so each is sent once.
func linkFigures(_ bench: Bench) async throws -> [Figure] {
    var figures: [Figure] = []
    for count in bench.rounds.share < 1 ? [20] : [20, 100] {
        let (seconds, octets, mails) = try flushOverLink(count)
        let floor = 8 * linkRoundTrip + Double(mails) * 8 / linkRate
        figures.append(
            Figure(
                "\(count) mails of 4 KiB over 600 ms, 128 kbit/s", seconds, "s",
                reference: "8 round trips and the mails' octets", floor, target: .atMostRatio(1.15)))
        figures.append(
            Figure(
                "octets on the wire a mail, of \(count)", Double(octets) / Double(count) / 1e3, "kB",
                reference: "the mail itself", Double(mails) / Double(count) / 1e3, target: .atMost(5)))
    }
    return figures
}

private func flushOverLink(_ count: Int) throws -> (seconds: Double, octets: Int, mails: Int) {
    let directory = try TemporaryDirectory()
    defer { directory.remove() }
    let authority = directory.path + "/authority.pem"
    let sink = try MailSink(
        MailSinkOptions(
            folder: directory.path + "/sink", authorityFile: authority, user: "dock", password: "secret"))
    defer { sink.stop() }
    let link = try SlowLink(to: sink.startTLSPort, roundTrip: linkRoundTrip, rate: linkRate)
    defer { link.stop() }
    let moment = Moment(boot: Instant(seconds: 5), wall: WallTime(seconds: 1_790_000_000))
    let outbox = Outbox(try RoostDatabase.open(directory: directory.path + "/queue"))
    let mails = (0..<count).map { newMail($0) }
    _ = try outbox.enqueue(mails, at: moment)
    let submission = Submission(
        settings: SubmissionSettings(
            host: "localhost", port: Int(link.port), security: .starttls, caFile: authority,
            helloName: "dock.example", user: "dock"),
        secret: { _ in "secret" }, clock: { moment })
    let start = secondsNow()
    let report = try submission.flush(outbox, owner: "bench")
    let time = secondsNow() - start
    guard report.sent == count, sink.stats.violations == 0 else {
        throw BenchError("the flush sent \(report.sent) mails: \(report.fault?.description ?? "no fault")")
    }
    return (time, link.takeCount(), mails.reduce(0) { $0 + $1.octets.count })
}
