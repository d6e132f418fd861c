// SPDX-License-Identifier: Apache-2.0
// Flight logs have an end: by age where one is set, by their share of the disk always, and never one that is needed.

import DockModel
import Foundation
import RoostCore
import Settings
import Store
import Testing

@testable import RoostDaemon

@Suite struct LogShelves {
    private let directory: String
    private let database: RoostDatabase

    init() throws {
        directory = try freshDirectory()
        database = try RoostDatabase.open(directory: directory)
    }

    /// Logs of some days, the last one of today, a thousand octets each.
    private func put(_ days: Int) throws {
        for day in 0..<days {
            let path = directory + "/logs/roof@\(100 + day).ulg"
            try FileManager.default.createDirectory(atPath: directory + "/logs", withIntermediateDirectories: true)
            try Data(repeating: 1, count: 1_000).write(to: URL(fileURLWithPath: path))
            let age = Double(days - 1 - day) * 86_400
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: moment(0).wall.seconds - age)], ofItemAtPath: path)
        }
    }

    private func shelf(kept: Duration? = nil, disk: Int64 = 1_000_000) -> LogShelf {
        var retention = LogRetention()
        (retention.kept, retention.share) = (kept, Percent(10))
        return LogShelf(directory: directory + "/logs", retention: retention, database: database) { disk }
    }

    private func names(_ logs: [LogShelf.Log]) -> [String] {
        logs.compactMap { $0.path.split(separator: "/").last.map(String.init) }
    }

    @Test func `every log stays while there is room and no age is set`() throws {
        try put(40)
        #expect(try shelf().tidy(at: moment(0)).isEmpty)
    }

    @Test func `beyond their share of the disk the oldest go, and ten stay`() throws {
        try put(40)
        #expect(names(try shelf(disk: 380_000).tidy(at: moment(0))) == ["roof@100.ulg", "roof@101.ulg"])
        #expect(try shelf(disk: 0).tidy(at: moment(0)).count == 28)
        #expect(shelf().logs().count == 10)
    }

    @Test func `beyond their age they go, and one that a record waits for stays`() throws {
        try put(40)
        var decision = DecisionCommit(moment: moment(0))
        decision.dueRecords = ["roof@101"]
        _ = try database.commit(decision)
        let gone = names(try shelf(kept: .seconds(37 * 86_400)).tidy(at: moment(0)))
        #expect(gone == ["roof@100.ulg"])
    }

    @Test func `while the clock is not believed none goes`() throws {
        try put(40)
        var now = moment(0)
        now.isWallTrusted = false
        #expect(try shelf(disk: 0).tidy(at: now).isEmpty)
    }
}
