// SPDX-License-Identifier: Apache-2.0
// A plan file as the vehicle link takes it. The file is read by Settings and flown by VehicleLink, which do not know
// each other.

public import Settings
public import VehicleLink

extension PlanFile {
    /// The lists that go to the vehicle.
    public var flightItems: FlightPlanItems {
        FlightPlanItems(mission: mission, fence: fenceItems, rally: rallyItems)
    }
}
