// SPDX-License-Identifier: Apache-2.0
// Copies of a store: whole or not there, proven by their manifest, shared where nothing changed, without secrets.

import DockModel
import Foundation
import Testing

@testable import Store

extension Workbench {
    var copies: BackupFolder { BackupFolder(storage: directory) }

    /// The order of a copy, with a configuration folder when one is named.
    func order(_ configuration: String? = nil) -> BackupOrder {
        BackupOrder(
            storage: directory, configuration: configuration, folder: copies, dock: "alm", program: "0.1.0")
    }

    func put(_ text: String, at path: String, mode: Int = 0o644) throws {
        let whole = path.hasPrefix("/") ? path : directory + "/" + path
        let folder = URL(fileURLWithPath: whole).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try #require(
            FileManager.default.createFile(
                atPath: whole, contents: Data(text.utf8), attributes: [.posixPermissions: mode]))
    }
}

func inode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int)
}

func changeOctet(of path: String, at offset: UInt64) throws {
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    defer { try? handle.close() }  // what matters is read back by the test
    try handle.seek(toOffset: offset)
    let octet = try #require(try handle.read(upToCount: 1)?.first)
    try handle.seek(toOffset: offset)
    try handle.write(contentsOf: Data([octet ^ 0x40]))
}

@Suite struct Backups {
    @Test func `a copy beside an open store is proven good and opens as a store of its own`() throws {
        let bench = Workbench(), other = Workbench()
        let outbox = try bench.outbox()
        _ = try outbox.take(mail("one"))
        try bench.put("page", at: "records/2026/a.pdf")
        let outcome = try bench.order().make(at: noon.wall)
        #expect(outcome.copy.name == "2026-09-21T141320Z")
        #expect(outcome.copy.manifest?.made == "2026-09-21T14:13:20Z")
        _ = try outbox.take(mail("two"))
        #expect(outcome.copy.manifest?.files.map(\.path) == ["roost.db", "records/2026/a.pdf"])
        #expect(try bench.copies.copies() == [outcome.copy])
        let verdict = try bench.copies.verify(outcome.copy)
        #expect(verdict.isGood && verdict.octets == outcome.written, "\(verdict.faults)")
        try FileManager.default.createDirectory(atPath: other.directory, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: outcome.copy.path + "/roost.db", toPath: other.path)
        #expect(try other.outbox().list().map(\.subject) == ["one"])
    }

    @Test func `files that are the same are shared with the copy before, and one that went bad is not`()
        throws
    {
        let bench = Workbench()
        try bench.open().close()
        try bench.put("first", at: "records/a.pdf")
        try bench.put("second", at: "records/b.pdf")
        try bench.put("half", at: "records/c.pdf.part")
        let first = try bench.order().make(at: noon.wall)
        try changeOctet(of: first.copy.path + "/records/b.pdf", at: 1)
        let second = try bench.order().make(at: later(86_400))
        #expect(try inode(first.copy.path + "/records/a.pdf") == inode(second.copy.path + "/records/a.pdf"))
        #expect(try inode(first.copy.path + "/records/b.pdf") != inode(second.copy.path + "/records/b.pdf"))
        #expect(try bench.copies.verify(second.copy).isGood)
        let (good, bad) = try bench.copies.newestGood()
        #expect(good?.copy.name == second.copy.name && bad.isEmpty)
        #expect(
            try bench.copies.verify(first.copy).faults == [
                "records/b.pdf does not have the SHA-256 of the manifest"
            ])
        #expect(try bench.copies.octets() < first.written + second.written + 20_000)
    }

    @Test func `the configuration is in it and what only its owner may read is not`() throws {
        let bench = Workbench(), site = Workbench()
        try bench.open().close()
        try site.put("schema: roost-dock/1", at: "dock.yaml", mode: 0o600)
        try site.put("{}", at: "schedules/a.plan")
        try site.put("secret", at: "smtp.secret", mode: 0o600)
        try site.put("secret", at: "credentials/smtp", mode: 0o600)
        let copy = try bench.order(site.directory).make(at: noon.wall).copy
        #expect(
            copy.manifest?.files.map(\.path) == ["roost.db", "config/dock.yaml", "config/schedules/a.plan"])
        #expect(copy.manifest?.leftOut.map(\.path) == ["smtp.secret"])
        #expect(try bench.copies.verify(copy).isGood)
    }

    @Test func `storage inside the configuration folder is not copied into itself`() throws {
        let site = Workbench(), bench = Workbench(directory: site.directory + "/./var")
        try bench.open().close()
        try site.put("a", at: "dock.yaml")
        _ = try bench.order(site.directory).make(at: noon.wall)
        let again = try bench.order(site.directory).make(at: later(60)).copy
        #expect(again.manifest?.files.map(\.path) == ["roost.db", "config/dock.yaml"])
    }

    @Test func `whatever is changed, missing or added is named`() throws {
        let bench = Workbench()
        try bench.open().close()
        for name in ["a", "b"] { try bench.put("content of \(name)", at: "records/\(name).pdf") }
        let copy = try bench.order().make(at: noon.wall).copy
        try changeOctet(of: copy.path + "/records/a.pdf", at: 0)
        try FileManager.default.removeItem(atPath: copy.path + "/records/b.pdf")
        try bench.put("x", at: copy.path + "/extra")
        try changeOctet(of: copy.path + "/roost.db", at: 8_000)
        #expect(
            try bench.copies.verify(copy).faults == [
                "roost.db does not have the SHA-256 of the manifest",
                "records/a.pdf does not have the SHA-256 of the manifest", "records/b.pdf is missing",
                "extra is not in the manifest",
            ])
        try bench.put("{", at: copy.path + "/manifest.json")
        #expect(try bench.copies.verify(copy).faults.first?.contains("the manifest cannot be read") == true)
        #expect(try bench.copies.copies().first?.manifest == nil)
        #expect(try bench.copies.newestGood().good == nil)
    }

    @Test func `a manifest that names files outside of its copy is refused`() throws {
        let bench = Workbench()
        try bench.open().close()
        let copy = try bench.order().make(at: noon.wall).copy
        var manifest = try #require(copy.manifest)
        manifest.files[0].path = "../../roost.db"
        try manifest.write(in: copy.path)
        #expect(try bench.copies.verify(copy).faults.first?.contains("outside") == true)
    }

    @Test func `fourteen are kept, fewer when they cost too much, and two whatever they cost`() throws {
        let bench = Workbench()
        try bench.open().close()
        var order = bench.order()
        order.keep = 3
        for day in 0..<5 { _ = try order.make(at: later(day * 86_400)) }
        #expect(try bench.copies.copies().count == 3)
        #expect(BackupLimit.kept == 14)
        order.budget = 1
        #expect(try order.make(at: later(9 * 86_400)).removed.count == 2)
        #expect(try bench.copies.copies().map(\.name) == ["2026-09-30T141320Z", "2026-09-25T141320Z"])
    }

    @Test func `what an interrupted copy left is no copy, and the next one removes it`() throws {
        let bench = Workbench()
        try bench.open().close()
        try bench.put("half", at: "backup/.making-2026-09-20T141320Z/roost.db")
        try bench.put("schema", at: "backup/roost-schema-7.db")
        #expect(try bench.copies.copies().isEmpty)
        let first = try bench.order().make(at: noon.wall).copy
        let second = try bench.order().make(at: noon.wall).copy
        #expect(second.name == first.name + "-2")
        let names = try FileManager.default.contentsOfDirectory(atPath: bench.copies.path).sorted()
        #expect(names == [".lock", first.name, second.name, "roost-schema-7.db"])
    }

    @Test func `a torn store makes no copy, and the older ones stay`() throws {
        let bench = Workbench()
        let database = try bench.open()
        for number in 0..<200 { _ = try Outbox(database).take(mail("mail \(number)")) }
        try database.close()
        let good = try bench.order().make(at: noon.wall).copy
        try tear(bench.path)
        #expect(throws: StoreError.self) { try bench.order().make(at: later(60)) }
        #expect(try bench.copies.copies() == [good])
        #expect(
            try !FileManager.default.contentsOfDirectory(atPath: bench.copies.path).contains {
                $0.hasPrefix(".making")
            })
    }

    @Test func `two at a time are refused`() throws {
        let bench = Workbench()
        try bench.open().close()
        let lock = try DaemonLock(
            path: {
                try FileManager.default.createDirectory(
                    atPath: bench.copies.path, withIntermediateDirectories: true)
                return bench.copies.path + "/.lock"
            }(), directory: bench.copies.path)
        #expect(throws: StoreError.inUse(path: bench.copies.path)) { try bench.order().make(at: noon.wall) }
        withExtendedLifetime(lock) {}
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1_500, "2 kB"), (12_540_000, "12.5 MB"), (3_000_000_000, "3 GB"),
    ])
    func `octets are told as people read them`(octets: Int64, text: String) {
        #expect(OctetCount.text(octets) == text)
    }
}

/// Overwrites the end of a database, from its fourth page on.
func tear(_ path: String) throws {
    let url = URL(fileURLWithPath: path)
    var file = try Data(contentsOf: url)
    for offset in stride(from: 4096 * 3, to: file.count, by: 1) { file[offset] = 0xA5 }
    try file.write(to: url)
}
