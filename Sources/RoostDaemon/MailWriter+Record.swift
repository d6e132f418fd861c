// SPDX-License-Identifier: Apache-2.0
// The mails that bring a flight record to the compliance route, with its files. Nobody there means no mail: the record
// is kept all the same.

internal import DockModel
internal import Foundation
internal import Paper
internal import Post
internal import Report
internal import RoostCore
internal import Settings
internal import Store

extension MailWriter {
    /// The mails about one version of a record.
    func mails(
        about record: FlightRecord, outcome: MissionOutcome?, _ files: [MailAttachment], now: Moment
    ) throws -> [NewMail] {
        var input = RecordInput(
            source: source, run: record.id, verdict: outcome?.verdict ?? .aborted, version: record.version)
        (input.amendedBecause, input.differences) = (record.amendedBecause, record.differences)
        (input.notes, input.files) = (record.notes, files.map(\.fileName))
        (input.isSigned, input.missing) = (record.isSigned == true, [])
        (input.takeOff, input.landing, input.inAir) = (record.takeOff?.at, record.landing?.at, record.duration)
        input.aircraft = record.aircraft.registration ?? record.aircraft.serial
        (input.responsible, input.authorisation) = (record.authority.responsible, record.authority.authorisation)
        input.incidents = record.incidents?.count
        return try mails(
            Sheet(
                kind: "flight-record", priority: .normal,
                shares: router.shares(.flightRecord, else: router.mail.recipients.compliance, now: now),
                unique: "record.\(record.id).v\(record.version)", threads: ["record.\(record.id).v1"],
                page: { [input] language in
                    var input = input
                    input.missing = record.missingNames(language == .german ? .german : .english)
                    var words = Words(report(language).record(input))
                    words.attachments = files
                    return words
                }), now: now)
    }
}
