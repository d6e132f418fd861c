// SPDX-License-Identifier: Apache-2.0
// The entry of libFuzzer for plans: octets as a `.plan` file, or octets that write one. A file that is refused names
// places; one that loads can be listed, checked, measured and flown from any item on without a trap.
// `Scripts/fuzz-readers` builds and runs it; SwiftPM does not know it.

import DockModel
import Glibc
import MAVLink
import Settings

/// Runs one input. One that begins with an octet below the tabulator is no file: its octets write a plan.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let octets = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let first = octets.first else { return 0 }
    var writer = PlanWriter(octets: octets.dropFirst())
    let bytes = first < 9 ? writer.plan(of: Int(first)) : octets
    do throws(SettingsError) {
        use(try PlanFile(from: bytes, file: "f"), pick: octets.last ?? 0)
    } catch {
        must(
            error.problems.allSatisfy { $0.place.line >= 1 && $0.place.column >= 1 && !$0.message.isEmpty },
            "a problem without a place")
    }
    return 0
}

/// The rules of a dock at the place of most plans of the corpus, and those of no dock.
private let rules: [PlanRules] = {
    var dock = PlanRules()
    dock.dock = PlanPoint(latitude: 47.397742, longitude: 8.545594)
    dock.dockAltitude = Metres(488)
    dock.areOfADock = true
    var copter = dock
    dock.dialect = .px4
    copter.dialect = .ardupilot
    return [PlanRules(), dock, copter]
}()

private func use(_ plan: PlanFile, pick: UInt8) {
    must(plan.mission.count == plan.origins.count, "items without a place")
    must(plan.mission.allSatisfy { item in item.command != .doJump || isJump(item, in: plan) }, "a jump to nowhere")
    must(plan.routeMetres.isFinite && plan.estimatedFlightTime > .zero, "a length that is none")
    check(plan, rules[Int(pick) % rules.count])
    let types = [plan.mission, plan.fenceItems, plan.rallyItems]
    must(types.allSatisfy { $0.count <= 100_000 }, "a list without an end")
    _ = plan.refusal(forDockAt: plan.home)
    for index in [0, plan.mission.count / 2, Int(pick)] {
        // There may be nothing left to fly: only a trap or a rest that is no plan would be wrong.
        guard let rest = try? plan.rest(after: index, jumpsMade: [index: 1]) else { continue }
        must(rest.numbers.count == rest.plan.mission.count, "a rest whose items have no numbers")
        must(plan.mission.indices.contains(rest.entry), "a rest that begins nowhere")
        let jumps = rest.plan.mission.filter { $0.command == .doJump }
        must(jumps.allSatisfy { isJump($0, in: rest.plan) }, "a rest that jumps away")
        check(rest.plan, rules[(Int(pick) + index) % rules.count])
    }
}

private func check(_ plan: PlanFile, _ rule: PlanRules) {
    let figures = plan.check(rule, file: "f").figures
    must(
        [figures.distance.value, figures.climb.value, figures.energy.value, figures.highest.value]
            .allSatisfy(\.isFinite), "a figure that is none")
    must(figures.duration >= .zero && figures.durationInWind >= figures.duration, "a flight shorter in wind")
    must(plan.way(rule).allSatisfy { $0.height.value.isFinite }, "a place without a height")
}

private func isJump(_ item: MissionItem, in plan: PlanFile) -> Bool {
    item.param1 >= 0 && item.param1 < Float(plan.mission.count)
}

/// Writes a plan as octets say: every item, jump, survey and fence that a plan may hold, with good and bad values.
private struct PlanWriter {
    var octets: ArraySlice<UInt8>

    private mutating func octet() -> Int { Int(octets.popFirst() ?? 0) }

    private static let commands = [
        16, 22, 20, 21, 177, 178, 17, 18, 19, 31, 82, 84, 85, 93, 112, 115, 195, 197, 201, 203, 205, 206, 530, 2000,
        2500, 2501, 189, 92, 94, 183, 209,
    ]
    private static let frames = [3, 0, 10, 2, 6, 5, 11, 1]

    mutating func plan(of kind: Int) -> [UInt8] {
        var items: [String] = []
        let most = kind == 8 ? 200 : 12
        while !octets.isEmpty, items.count < most { items.append(item(items.count)) }
        let speed = kind & 1 == 0 ? "5" : number()
        let shapes = kind & 2 == 0 ? "" : #""polygons":[\#(polygon())],"circles":[\#(circle())]"#
        let fence = shapes.isEmpty ? "" : #","geoFence":{"version":2,\#(shapes)}"#
        let rally = kind & 4 == 0 ? "" : #","rallyPoints":{"version":2,"points":[[\#(place()),30]]}"#
        let head = #"{"version":2,"hoverSpeed":\#(speed),"plannedHomePosition":[47.397742,8.545594,488],"items":["#
        let body = items.joined(separator: ",")
        return Array(#"{"fileType":"Plan","version":1,"mission":\#(head)\#(body)]}\#(fence)\#(rally)}"#.utf8)
    }

    private mutating func item(_ index: Int) -> String {
        let kind = octet()
        guard kind % 16 == 15 else { return simple(kind, index) }
        let parts = (0..<kind / 16).map { simple(octet(), $0) }
        return #"{"type":"ComplexItem","complexItemType":"survey","TransectStyleComplexItem":{"Items":["#
            + parts.joined(separator: ",") + "]}}"
    }

    private mutating func simple(_ kind: Int, _ index: Int) -> String {
        let command = Self.commands[kind % Self.commands.count]
        let frame = Self.frames[octet() % Self.frames.count]
        let isJump = command == 177
        var parameters = isJump ? ["\(octet() % 16)", "\(octet() % 5)", "0", "0"] : (0..<4).map { _ in number() }
        parameters.append(place())
        parameters.append(number())
        return #"{"type":"SimpleItem","doJumpId":\#(index + 1),"command":\#(command),"frame":\#(frame),"params":["#
            + parameters.joined(separator: ",") + "]}"
    }

    private mutating func number() -> String {
        let octet = octet()
        switch octet {
        case 250...: return ["null", "1e308", "-1e308", "-0", "1e-320", "9223372036854775807"][octet - 250]
        case 200...: return "\(Double(octet - 225) / 7)"
        default: return "\(octet)"
        }
    }

    private mutating func place() -> String {
        let (north, east) = (octet(), octet())
        if north == 255 { return "0,0" }
        if north == 254 { return "90,\(Double(east) * 1.40625 - 180)" }
        return "\(47.397742 + Double(north - 127) / 20_000),\(8.545594 + Double(east - 127) / 20_000)"
    }

    private mutating func polygon() -> String {
        let corners = (0..<octet() % 9).map { _ in "[\(place())]" }
        return #"{"version":1,"inclusion":\#(octet() % 2 == 0),"polygon":[\#(corners.joined(separator: ","))]}"#
    }

    private mutating func circle() -> String {
        #"{"version":1,"inclusion":\#(octet() % 2 == 0),"circle":{"center":[\#(place())],"radius":\#(number())}}"#
    }
}

private func must(_ isTrue: Bool, _ what: @autoclosure () -> String) {
    guard !isTrue else { return }
    let octets = Array("broken: \(what())\n".utf8)
    _ = unsafe octets.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    abort()
}
