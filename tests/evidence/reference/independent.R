# Metafor's second opinion on the eight studies of Week 6 and on five made-up sets, for test_independent.py.
# R is not needed to run the tests: they read independent.csv alone. To write it again:
#   cd tests/evidence/reference && Rscript independent.R
# Written with R 4.2.2 and metafor 3.8-1 (Debian 12: r-base-core, r-cran-metafor); both versions stand in every row.
suppressPackageStartupMessages(library(metafor))

page <- read.csv("../../../datasets/eight-studies-synthetic.csv")
sets <- list(
  page_eight = data.frame(ri = page$r, ni = page$n),
  # Everything below is made up. Q below its degrees of freedom: every tau2 is 0.
  made_up_no_spread = data.frame(ri = c(.21, .30, .26, .24, .33, .28), ni = c(45, 61, 150, 88, 37, 204)),
  made_up_far_apart = data.frame(ri = c(-.85, -.20, .05, .40, .66, .91, .97), ni = c(30, 210, 95, 16, 400, 52, 120)),
  made_up_three = data.frame(ri = c(.12, .41, -.15), ni = c(64, 28, 110)),
  made_up_two = data.frame(ri = c(.05, .48), ni = c(75, 40)),
  # One very large study: the restricted likelihood has a low top at tau2 = 0 and a higher one further on.
  made_up_one_giant = data.frame(ri = c(.26, .12, .34, .65, .27, .23), ni = c(453, 77, 46, 35, 18, 135))
)

versions <- list(R = paste(R.version$major, R.version$minor, sep = "."), metafor = as.character(packageVersion("metafor")))
control <- list(threshold = 1e-13, maxiter = 100000, tol = 1e-13)
listed <- function(values) paste(trimws(formatC(values, digits = 17, format = "g")), collapse = " ")

rows <- do.call(rbind, lapply(names(sets), function(name) {
  z <- escalc(measure = "ZCOR", ri = ri, ni = ni, data = sets[[name]])
  do.call(rbind, lapply(c("FE", "DL", "REML", "PM"), function(method) {
    fit <- rma(yi, vi, data = z, method = method, control = control)
    low <- high <- NA
    if (method != "FE" && fit$k > 2) {
      # metafor's own "riley" interval, t with k - 2 degrees of freedom, and the same written out.
      ahead <- predict(fit, pi.type = "riley")
      low <- ahead$pi.lb; high <- ahead$pi.ub
      reach <- qt(.975, df = fit$k - 2) * sqrt(fit$tau2 + fit$se^2)
      stopifnot(all.equal(c(low, high), as.numeric(fit$b) + c(-reach, reach), tolerance = 1e-12))
    }
    data.frame(set = name, method = method, k = fit$k, r = listed(sets[[name]]$ri), n = listed(sets[[name]]$ni),
               yi = listed(as.numeric(z$yi)), vi = listed(as.numeric(z$vi)), estimate = as.numeric(fit$b), se = fit$se,
               low = fit$ci.lb, high = fit$ci.ub, tau2 = fit$tau2, i2 = fit$I2, h2 = fit$H2, q = fit$QE, q_p = fit$QEp,
               pi_low = low, pi_high = high, weights = listed(as.numeric(weights(fit)) / 100),
               R = versions$R, metafor = versions$metafor)
  }))
}))
rows[] <- lapply(rows, function(column) if (is.numeric(column)) trimws(formatC(column, digits = 17, format = "g")) else column)
write.csv(rows, "independent.csv", row.names = FALSE, quote = FALSE)
