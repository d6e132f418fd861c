// SPDX-License-Identifier: Apache-2.0
// Random damage to good files, with fixed seeds: every outcome is a value or a list of problems with places,
// never a trap and never a hang.

import DockModel
import Foundation
import Registers
import Testing

@testable import Settings

/// `bytes` with a few random edits: flips, cuts, repeats and pieces of syntax.
private func damaged(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
    var result = bytes
    let pieces = [
        "*a", "&a ", "!!x ", "[", "{", "]", "}", "\t", "\"", "'", "|", ">", "- ", ": ", "#", "%", "\n", "\r",
        "\u{85}", "\u{2028}", "\0", "null", "~", "<<: ", "1e309", "-0", "99999999999999999999", "\u{FEFF}",
        ",", "?",
    ]
    for _ in 0..<Int.random(in: 1...4, using: &random) {
        guard !result.isEmpty else { return result }
        let at = Int.random(in: 0..<result.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: result[at] = UInt8.random(in: 0...255, using: &random)
        case 1: result.insert(contentsOf: Array(pieces.randomElement(using: &random)!.utf8), at: at)
        case 2: result.removeSubrange(at..<min(result.count, at + Int.random(in: 1...40, using: &random)))
        case 3:
            let slice = Array(result[at..<min(result.count, at + Int.random(in: 1...80, using: &random))])
            result.insert(contentsOf: slice, at: Int.random(in: 0...result.count, using: &random))
        default: result.removeLast(Int.random(in: 0...(result.count - 1), using: &random))
        }
    }
    return result
}

private func arePlaced(_ problems: [SettingsProblem]) -> Bool {
    !problems.isEmpty
        && problems.allSatisfy { $0.place.line >= 1 && $0.place.column >= 1 && !$0.message.isEmpty }
}

struct Fuzz {
    @Test(arguments: ["dock.yaml", "parts.yaml", "hardware/roost-dock-plc.yaml", "schedules/perimeter.yaml"])
    func `damaged YAML is a configuration or a list of placed problems`(file: String) throws {
        var random = Seeded(state: 2_026)
        var contents = DefaultConfiguration.files.contents
        let good = try #require(contents[file])
        for round in 0..<60 {
            contents[file] = damaged(good, &random)
            do throws(SettingsError) {
                _ = try DockConfiguration.load(files: ConfigurationFiles(contents: contents))
            } catch {
                #expect(arePlaced(error.problems), "round \(round)")
            }
        }
    }

    @Test(arguments: HardwareFolder.shipped)
    func `a damaged profile or vector file is refused with places or taken whole`(id: String) throws {
        var random = Seeded(state: 77)
        let folder = repository.appendingPathComponent("hardware")
        let good = Array(try Data(contentsOf: folder.appendingPathComponent("\(id).yaml")))
        let vectors = Array(try Data(contentsOf: folder.appendingPathComponent("vectors/\(id).yaml")))
        let profile = try ProfileFile.profile(from: good, file: id)
        for round in 0..<25 {
            do throws(SettingsError) {
                #expect(try ProfileFile.profile(from: damaged(good, &random), file: id).problems().isEmpty)
            } catch {
                #expect(arePlaced(error.problems), "round \(round)")
            }
            do throws(SettingsError) {
                _ = try VectorFile.run(damaged(vectors, &random), of: profile, file: id)
            } catch {
                #expect(arePlaced(error.problems), "round \(round)")
            }
        }
    }

    @Test func `damaged plans are a plan or a list of placed problems`() throws {
        var random = Seeded(state: 11)
        for name in fixtureNames("plans", ending: ".plan") {
            let good = try fixture("plans/\(name)")
            for round in 0..<40 {
                do throws(SettingsError) {
                    let plan = try PlanFile(from: damaged(good, &random), file: name)
                    #expect(plan.routeMetres.isFinite && plan.estimatedFlightTime > .zero)
                    let found = plan.check(dockRules(), file: "a.plan")
                    #expect(found.figures.distance.value.isFinite && found.figures.energyWithReserve.value.isFinite)
                    for item in plan.mission.indices {
                        // Some items have no rest; what has one has all its items in place.
                        if let rest = try? plan.rest(after: item) {
                            #expect(rest.numbers.count == rest.plan.mission.count)
                        }
                    }
                } catch {
                    #expect(arePlaced(error.problems), "\(name) round \(round)")
                }
            }
        }
    }

    @Test func `random bytes and random syntax are refused without a trap`() {
        var random = Seeded(state: 5)
        let alphabet = Array("ab:*&!|>-?[]{},\"'#% \n\t\\0".utf8)
        for _ in 0..<4_000 {
            let count = Int.random(in: 0..<60, using: &random)
            let text = (0..<count).map { _ in alphabet.randomElement(using: &random)! }
            let log = ProblemLog(file: "a"), jsonLog = ProblemLog(file: "a")
            #expect(parseYAML(text, log: log) != nil || !log.problems.isEmpty)
            #expect(parseJSON(text, log: jsonLog) != nil || !jsonLog.problems.isEmpty)
        }
    }
}
