// SPDX-License-Identifier: Apache-2.0
// Every profile of the folder `hardware`: it loads, says where its facts come from, and its test vectors hold and are
// worth something. A file that is added is tested from that day on.

import DockModel
import Foundation
import Registers
import Testing

@testable import Settings

private let folder = repository.appendingPathComponent("hardware")

private func names(in path: URL) -> [String] {
    // An empty list fails the test that counts it.
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path.path)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
}

private func bytes(_ file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(file)))
}

private func profile(_ id: String) throws -> DeviceProfile {
    try ProfileFile.profile(from: bytes("\(id).yaml"), file: "hardware/\(id).yaml")
}

/// The vectors of a profile, as plain trees.
private func vectors(_ id: String) throws -> [[String: SettingsNode]] {
    let log = ProblemLog(file: id)
    guard let root = parseYAML(try bytes("vectors/\(id).yaml"), log: log), case .mapping(let top) = root.kind,
        case .sequence(let items)? = top.first(where: { $0.key == "vectors" })?.value.kind
    else { return [] }
    return items.map { item in
        guard case .mapping(let entries) = item.kind else { return [:] }
        return Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}

/// The keys and scalars below one key of all vectors: ("values", [("wind_speed", "7.5")]).
private func pairs(_ vectors: [[String: SettingsNode]], _ key: String) -> [(String, String)] {
    vectors.flatMap { vector -> [(String, String)] in
        guard case .mapping(let entries)? = vector[key]?.kind else { return [] }
        return entries.compactMap { entry in
            if case .scalar(let text, _) = entry.value.kind { (entry.key, text) } else { nil }
        }
    }
}

struct HardwareFolder {
    static let shipped = names(in: folder)

    @Test func `the folder holds all devices, each with vectors`() {
        let wanted = fixtureNames("profiles", ending: ".yaml").map { String($0.dropLast(5)) }
        #expect(wanted.count == 18 && Set(wanted).isSubset(of: Self.shipped))
        #expect(names(in: folder.appendingPathComponent("vectors")) == Self.shipped)
    }

    @Test(arguments: shipped)
    func `a profile loads, is called like its file and says what is known about it`(id: String) throws {
        let text = String(decoding: try bytes("\(id).yaml"), as: UTF8.self)
        #expect(
            text.hasPrefix("# yaml-language-server: $schema=profile.schema.json\n# SPDX-License-Identifier: ")
        )
        let profile = try profile(id)
        #expect(profile.id == id && !profile.maker.isEmpty && !profile.model.isEmpty)
        #expect(!profile.sources.isEmpty)
        #expect(
            profile.status != .partial || !profile.unverified.isEmpty, "partial: say what is not verified")
        let list = try String(contentsOf: folder.appendingPathComponent("SOURCES.md"), encoding: .utf8)
        #expect(list.contains("| \(id) | \(profile.status.rawValue) |"))
    }

    @Test(arguments: shipped)
    func `the register facts are those of the shared description`(id: String) throws {
        guard let bytes = try? fixture("profiles/\(id).yaml") else { return }  // a device added later
        let old = try ProfileFile.profile(from: bytes, file: id), new = try profile(id)
        #expect(old.points.map(\.id) == new.points.map(\.id))
        for (old, new) in zip(old.points, new.points) {
            #expect(
                old.fn == new.fn && old.address == new.address && old.type == new.type
                    && old.count == new.count
                    && old.wordOrder == new.wordOrder && old.byteOrder == new.byteOrder
                    && old.scale == new.scale
                    && old.offset == new.offset && old.scalePoint == new.scalePoint && old.nan == new.nan
                    && old.enumeration == new.enumeration && old.bits == new.bits && old.write == new.write
                    && old.writeFn == new.writeFn && old.poll == new.poll && old.counter == new.counter,
                "\(id).\(old.id)")
        }
        #expect(old.limits == new.limits && old.blocks == new.blocks && old.variants == new.variants)
        #expect(old.transport == new.transport)
    }

    @Test(arguments: shipped)
    func `the vectors hold and reach every point`(id: String) throws {
        let outcome = try VectorFile.run(
            bytes("vectors/\(id).yaml"), of: profile(id), file: "hardware/vectors/\(id).yaml")
        #expect(outcome.vectors >= 8 && outcome.comparisons >= outcome.vectors)
        #expect(outcome.untested == [])
    }

    @Test(arguments: shipped)
    func `the vectors show each way in which a value of the device can be special`(id: String) throws {
        let profile = try profile(id), vectors = try vectors(id)
        let values = pairs(vectors, "values"), qualities = pairs(vectors, "qualities")
        let shown = Set(pairs(vectors, "shown").map(\.0))
        let used = Set(
            vectors.compactMap { if case .scalar(let name, _)? = $0["variant"]?.kind { name } else { nil } })
        #expect(used == Set(profile.variants.map(\.name)))
        for point in profile.points where point.write != .never {
            let mine = values.filter { $0.0 == point.id.text }.compactMap { Double($0.1) }
            let bad = qualities.filter { $0.0 == point.id.text }.map(\.1)
            #expect(point.nan.isEmpty || bad.contains("badSentinel"), "\(point.id): no sentinel is shown")
            #expect(
                point.enumeration.isEmpty && point.bits.isEmpty || shown.contains(point.id.text),
                "\(point.id)")
            #expect(!point.zeroSuspect || bad.contains("uncertain"), "\(point.id): no suspect zero")
            if let range = point.range, range.low < 0, [.s16, .s32, .f32].contains(point.type),
                point.failsafe != nil
            {
                #expect(mine.contains { $0 < 0 }, "\(point.id): no negative number")
            }
        }
        let ranged = profile.points.contains { $0.range != nil && $0.write != .never }
        #expect(!ranged || qualities.contains { $0.1 == "uncertain" }, "no value outside a range")
        let signed = profile.points.contains { [.s16, .s32].contains($0.type) && $0.write != .never }
        #expect(!signed || values.contains { $0.1.hasPrefix("-") }, "no negative number")
    }

    @Test func `a vector that does not hold is told with its line, point and both values`() throws {
        let station = try profile("lufft-ws-umb")
        func problems(_ line: String) -> [String] {
            do throws(SettingsError) {
                _ = try VectorFile.run(
                    Array("profile: lufft-ws-umb\nvectors:\n  - \(line)\n".utf8), of: station, file: "v.yaml")
                return []
            } catch {
                return error.problems.map { "\($0.file):\($0.place.line): \($0.message)" }
            }
        }
        #expect(problems("{fn: input, address: 42, words: [75], values: {wind_speed: 7.5}}") == [])
        #expect(
            problems("{fn: input, address: 42, words: [75], values: {wind_speed: 7.4}}") == [
                "v.yaml:3: vectors[1]: value of point \"wind_speed\" is 7.5, the vector says 7.4"
            ])
        #expect(
            problems("{fn: input, address: 42, words: [0x7FFF], values: {wind_speed: 3276.7}}") == [
                "v.yaml:3: vectors[1]: quality of point \"wind_speed\" is badSentinel, the vector says good",
                "v.yaml:3: vectors[1]: value of point \"wind_speed\" is none, the vector says 3276.7",
            ])
        #expect(
            problems(
                "{fn: input, address: 25, words: [60], values: {precip_type: 60}, shown: {precip_type: snow}}"
            ) == [
                "v.yaml:3: vectors[1]: name of point \"precip_type\" is \"rain\", the vector says \"snow\""
            ])
        #expect(
            problems("{fn: input, address: 42, words: [75], values: {}}") == [
                "v.yaml:3: vectors[1] does not say what point \"wind_speed\" must be"
            ])
        #expect(
            problems("{fn: input, address: 43, words: [75], values: {wind_speed: 7.5}}") == [
                "v.yaml:3: vectors[1]: point \"wind_speed\" does not lie inside the words"
            ])
        #expect(
            problems("{fn: input, address: 42, words: [70000], values: {}}").first?.contains("above 65535")
                == true)
        #expect(
            problems("{variant: x, fn: input, address: 42, words: [75], values: {wind_speed: 7.5}}").count
                == 1)
    }

    /// A second decoder in another language reads the vectors as we do.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
    func `an independent decoder agrees with every vector`() throws {
        let process = Process(), output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [folder.appendingPathComponent("vectors/check.py").path]
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if text.contains("No module named 'yaml'") { return }  // Debian's python3-yaml is not installed
        #expect(process.terminationStatus == 0 && text.hasSuffix("vectors agree\n"), "\(text)")
    }
}
