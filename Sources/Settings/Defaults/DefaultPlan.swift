// SPDX-License-Identifier: Apache-2.0
// The embedded default schedules/perimeter.plan, word for word; written by examples/embed-defaults.py.
// Change the example, never this text; nothing is decided here.

// swift-format-ignore-file

extension DefaultConfiguration {
    /// The text of `schedules/perimeter.plan`.
    static let perimeterPlan = #"""
        {
            "fileType": "Plan",
            "geoFence": {
                "circles": [],
                "polygons": [],
                "version": 2
            },
            "groundStation": "QGroundControl",
            "mission": {
                "cruiseSpeed": 15,
                "firmwareType": 12,
                "globalPlanAltitudeMode": 1,
                "hoverSpeed": 5,
                "items": [
                    {
                        "AMSLAltAboveTerrain": null,
                        "Altitude": 30,
                        "AltitudeMode": 1,
                        "autoContinue": true,
                        "command": 22,
                        "doJumpId": 1,
                        "frame": 3,
                        "params": [0, 0, 0, null, 47.3977507, 8.5456075, 30],
                        "type": "SimpleItem"
                    },
                    {
                        "AMSLAltAboveTerrain": null,
                        "Altitude": 30,
                        "AltitudeMode": 1,
                        "autoContinue": true,
                        "command": 16,
                        "doJumpId": 2,
                        "frame": 3,
                        "params": [0, 0, 0, null, 47.3980657, 8.5451425, 30],
                        "type": "SimpleItem"
                    },
                    {
                        "AMSLAltAboveTerrain": null,
                        "Altitude": 30,
                        "AltitudeMode": 1,
                        "autoContinue": true,
                        "command": 16,
                        "doJumpId": 3,
                        "frame": 3,
                        "params": [0, 0, 0, null, 47.3980657, 8.5460725, 30],
                        "type": "SimpleItem"
                    },
                    {
                        "AMSLAltAboveTerrain": null,
                        "Altitude": 30,
                        "AltitudeMode": 1,
                        "autoContinue": true,
                        "command": 16,
                        "doJumpId": 4,
                        "frame": 3,
                        "params": [0, 0, 0, null, 47.3974357, 8.5460725, 30],
                        "type": "SimpleItem"
                    },
                    {
                        "AMSLAltAboveTerrain": null,
                        "Altitude": 30,
                        "AltitudeMode": 1,
                        "autoContinue": true,
                        "command": 16,
                        "doJumpId": 5,
                        "frame": 3,
                        "params": [0, 0, 0, null, 47.3974357, 8.5451425, 30],
                        "type": "SimpleItem"
                    },
                    {
                        "autoContinue": true,
                        "command": 20,
                        "doJumpId": 6,
                        "frame": 2,
                        "params": [0, 0, 0, 0, 0, 0, 0],
                        "type": "SimpleItem"
                    }
                ],
                "plannedHomePosition": [47.3977507, 8.5456075, 489],
                "vehicleType": 2,
                "version": 2
            },
            "rallyPoints": {
                "points": [],
                "version": 2
            },
            "version": 1
        }

        """#
}
