// SPDX-License-Identifier: Apache-2.0
// The configuration reference: the reader takes every example of it, no key that the reader asks for is missing from
// it, and the stored page is the one that the program prints. ROOST_REWRITE_GOLDEN=1 writes the page.

import Foundation
import Testing

@testable import Settings

/// Made once: it asks the reader for every key of every example.
private let reference = ConfigurationReference()

struct ConfigurationReferenceTests {
    @Test(arguments: ReferencedFile.allCases)
    func `the reader takes every example of the reference without a word`(file: ReferencedFile) throws {
        for example in file.examples {
            let log = ProblemLog(file: example.title)
            let root = try #require(parseYAML(Array(example.text.utf8), log: log), "\(log.sorted)")
            file.read(root, log)
            #expect(log.sorted.map(\.description).isEmpty, "\(log.sorted.map(\.description))")
        }
    }

    @Test(arguments: ReferencedFile.allCases)
    func `every key that the reader asks for is explained, and no other`(file: ReferencedFile) {
        let asked = Set(file.found().keys), explained = file.words.map { $0.path }
        #expect(asked.subtracting(explained).sorted() == [], "the reader asks for keys that nobody explains")
        #expect(explained.filter { !asked.contains($0) } == [], "keys are explained that nobody reads")
        #expect(Set(explained).count == explained.count)
    }

    @Test func `every key says what may stand there and what it decides`() {
        for file in reference.files {
            for key in file.keys {
                #expect(!key.value.isEmpty && !key.meaning.isEmpty, "\(file.file) \(key.key)")
                #expect(!key.required || key.standard == nil, "\(file.file) \(key.key)")
            }
        }
    }

    @Test func `every key has an example, but for the twin of a file that systemd hands over`() {
        for file in reference.files {
            let shown = Set(file.keys.filter { $0.example != nil }.map(\.key))
            for key in file.keys where !shown.contains(key.key) {
                let isParent = file.keys.contains { $0.key.hasPrefix(key.key + ".") || $0.key.hasPrefix(key.key + "[") }
                let twin = key.key.replacingOccurrences(of: "_credential", with: "_file")
                let other = key.key.replacingOccurrences(of: "_file", with: "_credential")
                #expect(isParent || shown.contains(twin) || shown.contains(other), "\(file.file) \(key.key)")
            }
        }
    }

    @Test func `kinds, bounds, defaults and duty are those of the reader`() throws {
        let dock = try #require(reference.files.first)
        func key(_ name: String) throws -> ConfigurationReference.Key {
            try #require(dock.keys.first { $0.key == name }, "\(name)")
        }
        #expect(try key("limits.wind_mean").value == "1 to 40 m/s" && key("limits.wind_mean").standard == "8 m/s")
        #expect(try key("deadlines.charge").standard == "3 h" && key("deadlines.charge").value == "1 min to 1 d")
        #expect(try key("dock.id").required && !key("dock.name").required)
        #expect(try key("mail.recipients").required && !key("storage.logs_kept").required)
        #expect(try key("vehicle.dialect").value == "`px4`, `ardupilot`" && key("vehicle.dialect").required)
        #expect(try key("points.cover_current").value == "`DEVICE.POINT`, a number in A")
        #expect(try key("points.cover_current").required && !key("points.rain_rate").required)
        #expect(try key("devices[].serial.baud").example == "19200")
    }

    @Test func `a bound of the reference is where the reader refuses`() {
        #expect(problems("dock.yaml", [("wind_mean: 8 m/s", "wind_mean: 0.9 m/s")]).count == 1)
        #expect(problems("dock.yaml", [("wind_mean: 8 m/s", "wind_mean: 1 m/s")]).isEmpty)
    }

    @Test func `the stored page is the one that the program prints`() throws {
        let file = repository.appendingPathComponent("docs/configuration.md")
        if ProcessInfo.processInfo.environment["ROOST_REWRITE_GOLDEN"] == "1" {
            try Data(reference.page.utf8).write(to: file)
        }
        #expect(
            try String(contentsOf: file, encoding: .utf8) == reference.page,
            "write it anew: roost config reference > docs/configuration.md")
    }

    @Test func `the embedded example of a dock is read in full`() throws {
        // What the demonstration ships names no key that the reference lacks.
        let log = ProblemLog(file: "dock.yaml"), trace = ReadTrace()
        log.trace = trace
        let root = try #require(parseYAML(Array(DefaultConfiguration.dockYAML.utf8), log: log))
        ReferencedFile.dock.read(root, log)
        let known = Set(ReferencedFile.dock.words.map { $0.path }).union(KeyWords.withdrawn)
        #expect(Set(trace.keys.map { KeyWords.general($0.path) }).subtracting(known).sorted() == [])
    }
}
