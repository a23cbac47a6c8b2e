# Runs suites and counts: sourced by ./test and .ci/run. A suite that ends badly or runs nothing is
# a failure, whatever it printed.

passed=0
failed=0
logs=build/test-logs
mkdir -p "$logs"

# count_of FORMAT LOG prints "passed failed" as the suite's own output tells.
count_of() {
  local log="$2"
  case "$1" in
    gtest)
      echo "$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$log" | tail -n 1)" \
           "$(sed -n 's/^\[  FAILED  \] \([0-9]*\) test.*/\1/p' "$log" | tail -n 1)" ;;
    tap)  # node --test
      echo "$(sed -n 's/^[#ℹ] pass \([0-9]*\)$/\1/p' "$log" | tail -n 1)" \
           "$(sed -n 's/^[#ℹ] fail \([0-9]*\)$/\1/p' "$log" | tail -n 1)" ;;
    vitest)
      local line
      line="$(sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '^ *Tests ' | tail -n 1)"
      echo "$(grep -oE '[0-9]+ passed' <<<"$line" | grep -oE '[0-9]+')" \
           "$(grep -oE '[0-9]+ failed' <<<"$line" | grep -oE '[0-9]+')" ;;
    plain)  # closing line "N passed, N failed"
      sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p' "$log" | tail -n 1 ;;
    check) echo "1 0" ;;  # one check: its exit status is its result
  esac
}

# suite NAME FORMAT SECONDS COMMAND... runs one suite within SECONDS.
suite() {
  local name="$1" format="$2" limit="$3"
  shift 3
  local log="$logs/${name//[^a-zA-Z0-9_]/-}.log"
  local began=$SECONDS status=0 good bad
  timeout --kill-after=20 "$limit" "$@" >"$log" 2>&1 </dev/null || status=$?
  read -r good bad <<<"$(count_of "$format" "$log") 0 0" || true
  # With nothing failed some runners print only one number.
  [[ "$good" =~ ^[0-9]+$ ]] || good=0
  [[ "$bad" =~ ^[0-9]+$ ]] || bad=0
  [ "$format" = check ] && [ "$status" -ne 0 ] && good=0
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  if [ "$status" -eq 0 ] && [ $((good + bad)) -eq 0 ]; then bad=1; echo "  $name ran no test"; fi
  passed=$((passed + good))
  failed=$((failed + bad))
  printf '  %-34s %5d passed %5d failed  %4d s\n' "$name" "$good" "$bad" $((SECONDS - began))
  if [ "$bad" -ne 0 ]; then
    [ "$status" -eq 124 ] && echo "    stopped after $limit s"
    # A listing of the failures first, then the end of the log.
    grep -nE '^\[  FAILED  \]|^not ok|✖|FAIL|Failure$|ERROR: |WARNING: ThreadSan' "$log" | head -n 20 |
      sed 's/^/    /' || true
    tail -n 25 "$log" | sed 's/^/    | /'
  fi
}

closing_line() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
