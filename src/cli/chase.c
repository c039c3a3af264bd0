#include "cli/chase_acts.h"
#include "cli/house.h"

const struct command cli_chase[] = {
    { "chase plan", "[--on DATE]", CHASE_PLAN_SUMMARY, HOUSE_OPTIONS "on=", 0, 0, chase_plan_run,
      chase_plan_print },
    { "chase run", "[--on DATE]", CHASE_RUN_SUMMARY, HOUSE_OPTIONS "on=", 0, 0, chase_run_run,
      chase_run_print },
    { "chase why", "KIND:ID|PIECE [--on DATE]", CHASE_WHY_SUMMARY, HOUSE_OPTIONS "on=", 1, 1,
      chase_why_run, chase_why_print },
    { "chase simulate", "--from DATE --to DATE [--ndjson]", CHASE_SIMULATE_SUMMARY,
      HOUSE_OPTIONS "from= to= ndjson", 0, 0, chase_simulate_run, chase_simulate_print },
    { "chase check", "[ID --sent|--resend --reason TEXT]", CHASE_CHECK_SUMMARY,
      HOUSE_OPTIONS "sent resend reason=", 0, 1, chase_check_run, chase_check_print },
    { 0 },
};
