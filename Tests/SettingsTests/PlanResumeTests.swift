// SPDX-License-Identifier: Apache-2.0
// The rest of an interrupted plan: which items it keeps, in which order, and where its jumps lead.

import DockModel
import MAVLink
import Testing

@testable import Settings

struct PlanResumeTests {
    private func plan(_ items: [String]) throws -> PlanFile { try PlanText(items: items).plan() }

    @Test func `the rest keeps the take-off and goes on at the item that was reached`() throws {
        let whole = try plan([
            PlanText.takeOff, PlanText.at(0, 50, 20), PlanText.at(50, 50, 20), PlanText.at(50, 0, 20),
            PlanText.goHome,
        ])
        let rest = try whole.rest(after: 2)
        #expect(rest.numbers == [0, 2, 3, 4] && rest.entry == 2)
        #expect(rest.plan.mission == [0, 2, 3, 4].map { whole.mission[$0] })
        #expect(rest.plan.origins.map(\.place.line) == [3, 5, 6, 7])
        #expect(rest.number(ofRest: 1) == 2 && rest.number(ofRest: 9) == nil)
        #expect(rest.plan.check(dockRules(), file: "a.plan").problems.isEmpty)
    }

    @Test func `what was reached before the first place is nothing, and after the last nothing is left`()
        throws
    {
        let whole = try plan([
            PlanText.takeOff, PlanText.at(0, 50, 20), PlanText.at(50, 50, 20), PlanText.goHome,
        ])
        #expect(try whole.rest(after: 0).numbers == [0, 1, 2, 3])
        #expect(throws: PlanRestError.nothingLeft(2)) { try whole.rest(after: 2) }
        #expect(throws: PlanRestError.nothingLeft(3)) { try whole.rest(after: 3) }
        #expect(throws: PlanRestError.noSuchItem(4, count: 4)) { try whole.rest(after: 4) }
        #expect(throws: PlanRestError.noSuchItem(-1, count: 4)) { try whole.rest(after: -1) }
    }

    @Test func `speed, gimbal and interest in force come along, what was switched off does not`() throws {
        let whole = try plan([
            PlanText.takeOff, PlanText.item(178, [1, 4, -1], frame: 2), PlanText.item(205, [-90], frame: 2),
            PlanText.at(0, 10, 20, command: 195), PlanText.item(206, [5, 0, 1], frame: 2),
            PlanText.at(0, 50, 20),
            PlanText.item(178, [1, 7, -1], frame: 2), PlanText.item(197, frame: 2),
            PlanText.item(2_000, [0, 2, 0], frame: 2),
            PlanText.at(50, 50, 20), PlanText.at(50, 0, 20), PlanText.goHome,
        ])
        // The later speed; the gimbal; no interest. Pictures begin again only at the place where the work goes on.
        #expect(try whole.rest(after: 9).numbers == [0, 2, 6, 9, 4, 8, 10, 11])
        #expect(try whole.rest(after: 8).numbers == [0, 1, 2, 3, 5, 4, 6, 7, 8, 9, 10, 11])
    }

    @Test func `a survey goes on at the beginning of its line`() throws {
        let whole = try PlanFile(from: fixture("plans/survey.plan"), file: "a.plan")
        #expect(
            whole.mission.map(\.command.rawValue) == [
                530, 16, 206, 16, 206, 16, 16, 16, 16, 206, 16, 16, 206,
            ])
        // The line has four places: turn, begin, end, turn. In the middle of it the line is flown anew.
        for reached in [1, 2, 3, 4, 5] { #expect(try whole.rest(after: reached).numbers == Array(0...12)) }
        // At its end the next line is flown; the camera that runs through the turns is switched on again.
        #expect(try whole.rest(after: 6).numbers == [0, 6, 4, 7, 8, 9, 10, 11, 12])
        for reached in [7, 8, 9, 10] {
            #expect(try whole.rest(after: reached).numbers == [0, 7, 4, 8, 9, 10, 11, 12])
        }
        #expect(throws: PlanRestError.nothingLeft(11)) { try whole.rest(after: 11) }
    }

    @Test func `a loop is entered where it was left and its jumps lead to the same items`() throws {
        let whole = try plan([
            PlanText.at(0, 0, 20, command: 22, id: 1), PlanText.at(0, 50, 20, id: 2),
            PlanText.at(50, 50, 20, id: 3),
            PlanText.at(50, 0, 20, id: 4), PlanText.item(177, [2, 2], frame: 2, id: 5),
            PlanText.item(20, frame: 2, id: 6),
        ])
        let rest = try whole.rest(after: 2)
        #expect(rest.numbers == [0, nil, 1, 2, 3, 4, 5])
        #expect(rest.plan.mission[1].command == .doJump && rest.plan.mission[1].param1 == 3)
        #expect(rest.plan.mission[5].param1 == 2 && rest.plan.mission[5].param2 == 2)
        let order = try #require(PlanJumps.order(of: rest.plan.mission)).compactMap { rest.numbers[$0] }
        #expect(order.filter { $0 != 4 } == [0, 2, 3, 1, 2, 3, 1, 2, 3, 5])
        // With every repeat made, nothing before the place is needed.
        let last = try whole.rest(after: 2, jumpsMade: [4: 2])
        #expect(last.numbers == [0, 2, 3, 4, 5] && last.plan.mission[3].param2 == 0)
        // The last item before the jump still has the loop to fly.
        #expect(try whole.rest(after: 3).numbers == [0, nil, 1, 2, 3, 4, 5])
        #expect(throws: PlanRestError.nothingLeft(3)) { try whole.rest(after: 3, jumpsMade: [4: 2]) }
    }
}
