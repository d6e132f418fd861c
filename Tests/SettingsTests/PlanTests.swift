// SPDX-License-Identifier: Apache-2.0
// Good plans give exactly their items, bad ones exact errors; random damage never traps.

import DockModel
import MAVLink
import Testing

@testable import Settings

func planProblems(_ text: String) -> [String] {
    do throws(SettingsError) {
        _ = try PlanFile(from: Array(text.utf8), file: "a.plan")
        return []
    } catch { return error.problems.map(\.description) }
}

func plan(items: String, home: String = "[47.397742, 8.545594, 488]") -> String {
    """
    {"fileType": "Plan", "version": 1, "mission": {"version": 2, "plannedHomePosition": \(home), "items": [
    \(items)
    ]}}
    """
}

struct GoodPlans {
    @Test func `a box mission gives its six items`() throws {
        let plan = try PlanFile(from: fixture("plans/MC_mission_box.plan"), file: "a.plan")
        #expect(plan.mission.map(\.command.rawValue) == [22, 16, 16, 16, 16, 21])
        #expect(plan.mission[0].x == 473_977_394 && plan.mission[0].y == 85_455_904 && plan.mission[0].z == 5)
        #expect(plan.mission[0].param4.isNaN)
        #expect(plan.home == PlanPoint(latitude: 47.397742, longitude: 8.545594))
        #expect(plan.homeAltitudeMetres == 488 && plan.hoverSpeed == 5 && plan.vehicleType == 2)
        #expect(plan.fenceItems.isEmpty && plan.rallyItems.isEmpty)
        #expect(plan.refusal(forDockAt: plan.home) == nil)
    }

    @Test func `the simple plan keeps its camera command between waypoints`() throws {
        let plan = try PlanFile(from: fixture("plans/simple.plan"), file: "a.plan")
        #expect(plan.mission.map(\.command.rawValue) == [22, 16, 2_000, 16, 16, 20])
        #expect(plan.mission[0].param1 == 15 && plan.mission[2].param3 == 1)
        #expect(plan.mission[5].frame.rawValue == 2)
    }

    @Test func `a survey is written out from its stored items`() throws {
        let plan = try PlanFile(from: fixture("plans/survey.plan"), file: "a.plan")
        #expect(plan.mission.first?.command.rawValue == 530)
        #expect(plan.mission.filter { $0.command.rawValue == 16 }.count == 8)
        #expect(plan.mission.count == 1 + 12)
        let refusal = plan.refusal(forDockAt: plan.home)
        #expect(refusal?.message == "does not begin with a take-off")
    }

    @Test func `fences and rally points become upload items`() throws {
        let plan = try PlanFile(from: fixture("plans/fence_rally_mission.plan"), file: "a.plan")
        #expect(plan.mission.count == 5)
        #expect(
            plan.polygons.map(\.isInclusion) == [true, false] && plan.polygons.map(\.corners.count) == [4, 3])
        #expect(
            plan.circles == [
                FenceCircle(
                    isInclusion: false, center: PlanPoint(latitude: 47.396942, longitude: 8.545594),
                    radiusMetres: 20)
            ])
        #expect(
            plan.fenceItems.map(\.command.rawValue) == [
                5_001, 5_001, 5_001, 5_001, 5_002, 5_002, 5_002, 5_004,
            ])
        #expect(plan.fenceItems[0].param1 == 4 && plan.fenceItems[7].param1 == 20)
        #expect(plan.rallyItems.map(\.command.rawValue) == [5_100, 5_100])
        #expect(plan.rallyItems[0].z == 15 && plan.rallyItems[0].x == 473_979_420)
    }

    @Test func `a plan of fences alone loads, and cannot be flown`() throws {
        let plan = try PlanFile(from: fixture("plans/geofence_polygons.plan"), file: "a.plan")
        #expect(plan.polygons.count == 2 && plan.mission.isEmpty)
        #expect(plan.refusal(forDockAt: plan.home)?.message == "has no item that moves the vehicle")
    }

    @Test func `the landing plan loads`() throws {
        let plan = try PlanFile(from: fixture("plans/MC_safe_landing.plan"), file: "a.plan")
        #expect(plan.mission.map(\.command.rawValue) == [22, 16, 16, 21])
    }

    @Test func `distances are right within half a percent`() {
        // Zurich main station to Zurich airport: 8.62 km.
        let station = PlanPoint(latitude: 47.378177, longitude: 8.540192)
        let airport = PlanPoint(latitude: 47.450604, longitude: 8.561746)
        #expect(abs(station.distance(to: airport) - 8_215) < 45)
        let west = PlanPoint(latitude: 0, longitude: 179.999),
            east = PlanPoint(latitude: 0, longitude: -179.999)
        #expect(abs(west.distance(to: east) - 222.4) < 1)
    }
}

struct BadPlans {
    @Test func `the known bad plans are refused with exact words`() throws {
        func problems(_ name: String) throws -> [String] {
            planProblems(String(decoding: try fixture("plans/\(name)"), as: UTF8.self))
        }
        #expect(
            try problems("bad_without_mission.plan")
                == ["a.plan:1:1: mission is missing (add for example mission: {\"items\": [], …})"])
        #expect(
            try problems("bad_wrong_version.plan") == [
                "a.plan:60:16: plan version 42 is not known (save the plan with a QGroundControl that writes version 1)"
            ])
        #expect(
            try problems("bad_survey_missing_items.plan") == [
                "a.plan:33:13: item 2 (survey) cannot be flown: the file does not hold its flight path "
                    + "(TransectStyleComplexItem.Items) "
                    + "(save the plan again with QGroundControl, or plan this part with waypoints or a survey)"
            ])
        #expect(
            try problems("structured_scan.plan") == [
                "a.plan:33:13: item 2 (StructureScan) cannot be flown: its flight path is not in the file, "
                    + "QGroundControl computes it when it uploads "
                    + "(save the plan again with QGroundControl, or plan this part with waypoints or a survey)"
            ])
    }

    @Test(arguments: [
        (
            "{\"type\":\"SimpleItem\",\"command\":177,\"frame\":2,\"params\":[1,-1,0,0,0,0,0]}",
            "a.plan:2:55: item 1: the jump (DO_JUMP) has no end, so that the length of the flight would be unknown "
                + "(give it a number of repeats)"
        ),
        (
            "{\"type\":\"SimpleItem\",\"command\":177,\"frame\":2,\"params\":[7,2,0,0,0,0,0]}",
            "a.plan:2:55: item 1: the jump (DO_JUMP) leads to an item that is not in the plan "
                + "(choose its target again in QGroundControl)"
        ),
        (
            "{\"type\":\"SimpleItem\",\"command\":177,\"frame\":2,\"params\":[1,2,0,0,0,0,0]}",
            "a.plan:2:55: item 1: the jump (DO_JUMP) leads to itself (choose its target again in QGroundControl)"
        ),
        (
            "{\"type\":\"SimpleItem\",\"command\":16,\"frame\":7,\"params\":[0,0,0,0,47.4,8.5,5]}",
            "a.plan:2:43: item 1: frame 7 is not known "
                + "(use altitudes relative to home, above sea level or above terrain)"
        ),
        (
            "{\"type\":\"SimpleItem\",\"command\":16,\"frame\":3,\"params\":[0,0,0,0,8.54,47.39,5]}",
            "a.plan:2:54: item 1 is 5764 km from the planned home "
                + "(check latitude and longitude; the limit is 50 km)"
        ),
        (
            "{\"type\":\"SimpleItem\",\"command\":16,\"frame\":3,\"params\":[0,0,0,0,null,8.5,5]}",
            "a.plan:2:54: item 1: command 16 has no usable position or altitude "
                + "(give it a position in QGroundControl)"
        ),
        (
            "{\"type\":\"SimpleItem\",\"command\":16,\"frame\":3,\"params\":[0,0,0]}",
            "a.plan:2:54: item 1: params has 3 values, not 7 (save the plan again with QGroundControl)"
        ),
        (
            "{\"type\":\"SimpleItem\",\"command\":70000,\"frame\":3,\"params\":[0,0,0,0,0,0,0]}",
            "a.plan:2:32: item 1.command \"70000\" is above 65535 (write a whole number from 0 to 65535)"
        ),
        (
            "{\"type\":\"ComplexItem\",\"complexItemType\":\"fwLandingPattern\"}",
            "a.plan:2:1: item 1 (fwLandingPattern) cannot be flown: its flight path is not in the file, "
                + "QGroundControl computes it when it uploads "
                + "(save the plan again with QGroundControl, or plan this part with waypoints or a survey)"
        ),
        (
            "{\"type\":\"Loop\"}",
            "a.plan:2:9: item 1: type \"Loop\" is not known (plan it with simple items or a survey)"
        ),
        (
            "{\"type\":\"SimpleItem\",\"command\":16,\"frame\":3,\"params\":[0,0,0,0,47.4,8.5,5],}",
            "a.plan:2:75: a key in double quotes should be here (save the plan again with QGroundControl)"
        ),
        (
            "{\"type\":\"SimpleItem\",\"type\":\"SimpleItem\"}",
            "a.plan:2:22: key \"type\" occurs again; it was at line 2, column 2 (keep one)"
        ),
        (
            "{\"type\":\"SimpleItem\",\"command\":1e999,\"frame\":2,\"params\":[0,0,0,0,0,0,0]}",
            "a.plan:2:32: item 1.command \"1e999\" is not a whole number (write a whole number from 0 to 65535)"
        ),
        ("nul", "a.plan:2:1: \"nul\" is not a JSON value (save the plan again with QGroundControl)"),
        ("01", "a.plan:2:1: \"01\" is not a JSON value (save the plan again with QGroundControl)"),
        ("\"\\ud800\"", "a.plan:2:2: half a surrogate pair (save the plan again with QGroundControl)"),
    ])
    func `an item that cannot be flown is named with its number and place`(item: String, message: String) {
        #expect(planProblems(plan(items: item)).first == message)
    }

    @Test func `files that are no plans are refused`() {
        #expect(
            planProblems("") == ["a.plan:1:1: the file is empty (save the plan again with QGroundControl)"])
        #expect(
            planProblems("[]") == ["a.plan:1:1: the file is a list, not a mapping (write key: value pairs)"])
        #expect(
            planProblems("{} x")
                == [
                    "a.plan:1:4: text behind the end of the JSON value (save the plan again with QGroundControl)"
                ])
        #expect(
            planProblems(String(repeating: "[", count: 1_000_000))
                == ["a.plan:1:34: nested deeper than 32 (save the plan again with QGroundControl)"])
        #expect(
            planProblems(plan(items: "", home: "[97, 0, 0]")) == [
                "a.plan:1:86: mission.plannedHomePosition \"97\" is above 90 (write a number from -90 to 90)"
            ])
    }

    @Test func `a plan for another site is not flown by this dock`() throws {
        let plan = try PlanFile(from: fixture("plans/simple.plan"), file: "a.plan")
        let refusal = plan.refusal(forDockAt: PlanPoint(latitude: 46.95, longitude: 7.44))
        #expect(refusal?.message == "was planned for a home 97.3 km from the dock")
    }
}
