/** A letter of twelve questions, written for these tests; nobody signed it and nobody got it. */
export const twelveQuestions = `United States Senate
WASHINGTON, DC 20510

February 3, 2025

The Honorable Secretary of Transportation
Secretary
Department of Transportation
1200 New Jersey Avenue SE
Washington, DC 20590

Dear Mr. Secretary:

We write about the inspection of movable bridges on navigable waters. In the last two years three such bridges stood open to ships and closed to trains for more than a week each, and the people who depend on them were told neither why nor for how long.

The Department said in its last report that it inspects each of these bridges every year. The records we were shown do not bear that out. We therefore ask that you answer the following questions by March 3, 2025:

1. How many movable bridges does the Department inspect, and how often is each of them inspected?
2. On what date was each of the three bridges last inspected before it failed?
3. Please provide all inspection reports on the three bridges since January 1, 2020.
4. Who decides that a bridge is to be closed, and under what authority? If the decision can be delegated, to whom has it been delegated?
5. What did the Department know about the condition of the three bridges before they failed?
6. Has the Department changed its schedule of inspections since? If so, how? If not, why not?
7. How many inspectors does the Department employ for this work, and how many positions are vacant?
8. Please describe how the Department tells railroads and shippers that a bridge is out of service.
9. What did each of the three closures cost, and who paid for it?
10. Which other bridges are of the same age and construction?
11. Will the Department commit to publishing its inspection reports within thirty days of each inspection?
12. When will the Department brief our staff on the results of its review?

Thank you for your attention to this matter.

Sincerely,


United States Senators
`
